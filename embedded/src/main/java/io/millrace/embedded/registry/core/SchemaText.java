package io.millrace.embedded.registry.core;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas as text. Two texts are the same schema when their form without white space is the same. */
final class SchemaText {
    private SchemaText() {}

    static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }

    /** The form schemas are compared and kept in, which is Confluent's too. */
    static String normalized(String text) {
        if (text.isBlank()) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "empty schema");
        }
        try {
            return parse(text).toString();
        } catch (AvroRuntimeException invalid) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "invalid schema: " + invalid.getMessage());
        }
    }
}
