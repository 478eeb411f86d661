package io.millrace.schemas.serde;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in memory, without subjects: ids are positions. Thread-safe. */
public final class FakeSchemaRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        int known = schemas.indexOf(schema);
        if (known >= 0) {
            return known + 1;
        }
        schemas.add(schema);
        return schemas.size();
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return register(subject, schema);
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new UnreadableRecordException(
                    UnreadableRecordException.Fault.UNKNOWN_SCHEMA, "schema id: " + id + " (expected: known)", null);
        }
        return schemas.get(id - 1);
    }
}
