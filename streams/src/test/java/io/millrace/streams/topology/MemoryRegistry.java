package io.millrace.streams.topology;

import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.serde.SchemaRegistry;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.serde.UnreadableRecordException.Fault;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry in a list; an id is a place in it, from 1. It can be made to stop answering. */
final class MemoryRegistry implements SchemaRegistry {
    private final List<Schema> schemas = new ArrayList<>();
    private boolean down;
    private int faulty;

    /** From now on the id is met with a fault that nobody has foreseen. */
    void failOn(int id) {
        faulty = id;
    }

    void goDown() {
        down = true;
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public synchronized int lookup(String subject, Schema schema) {
        return register(subject, schema);
    }

    @Override
    public synchronized Schema byId(int id) {
        if (down) {
            throw new RegistryException("schema registry: down (expected: an answer)", true, null);
        }
        if (id == faulty) {
            throw new IllegalStateException("a fault");
        }
        if (id < 1 || id > schemas.size()) {
            throw new UnreadableRecordException(
                    Fault.UNKNOWN_SCHEMA, "schema id: " + id + " (expected: an id the registry knows)", null);
        }
        return schemas.get(id - 1);
    }
}
