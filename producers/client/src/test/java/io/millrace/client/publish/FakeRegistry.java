package io.millrace.client.publish;

import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.serde.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in memory that can be away. Ids count from 1. */
final class FakeRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private volatile boolean away;
    private int asked;

    void away(boolean now) {
        away = now;
    }

    int asked() {
        return asked;
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        asked++;
        if (away) {
            throw new RegistryException("registry: away (expected: an answer)", true, null);
        }
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return register(subject, schema);
    }

    @Override
    public synchronized Schema byId(int id) {
        return schemas.get(id - 1);
    }
}
