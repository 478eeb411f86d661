package io.millrace.client.publish;

import io.millrace.schemas.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The registry's ids of the schemas that waiting records were written with. Not thread-safe: the sender's own. */
final class SchemaIds {
    private final SchemaRegistry registry;
    private final String subject;
    private final boolean autoRegister;
    private final Map<Schema, Integer> ids = new HashMap<>();
    private @Nullable Schema last;
    private int lastId;

    /** @param autoRegister whether a schema the subject does not have is registered */
    SchemaIds(SchemaRegistry registry, String subject, boolean autoRegister) {
        this.registry = registry;
        this.subject = subject;
        this.autoRegister = autoRegister;
    }

    /** Asks the registry once for each schema; its exceptions pass through, and the next call asks again. */
    @SuppressWarnings("ReferenceEquality")
    int idOf(Schema schema) {
        // By identity first: hashing a schema walks through all of it.
        if (schema != last) {
            lastId = ids.computeIfAbsent(schema, this::ask);
            last = schema;
        }
        return lastId;
    }

    private int ask(Schema schema) {
        return autoRegister ? registry.register(subject, schema) : registry.lookup(subject, schema);
    }
}
