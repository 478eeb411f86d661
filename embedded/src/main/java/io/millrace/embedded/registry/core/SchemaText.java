package io.millrace.embedded.registry.core;

import org.apache.avro.Schema;

/**
 * Schemas as text. Two texts are the same schema when their form without white space is the same.
 *
 * <p>Confluent parses a schema that is to be registered with defaults validated, and one that is looked up or was
 * registered earlier without (AvroSchema.getParser); so does this.
 */
final class SchemaText {
    /** Confluent's limit is Kafka's: a row of the journal is at most 1 MiB. */
    static final int LENGTH_MAX = 1_000_000;

    private SchemaText() {}

    /** For schemas that were registered before, which may have defaults of a wrong type. */
    static Schema parse(String text) {
        return parse(text, false);
    }

    private static Schema parse(String text, boolean validateDefaults) {
        var parser = new Schema.Parser();
        parser.setValidateDefaults(validateDefaults);
        return parser.parse(text);
    }

    /** The form of a schema that is asked for. */
    static String known(String text, boolean normalize) {
        return canonical(text, false, normalize);
    }

    /** The form of a schema that may be new; every field default must have the type of its field. */
    static String fresh(String text, boolean normalize) {
        return canonical(text, true, normalize);
    }

    /** The form schemas are compared and kept in, which is Confluent's too. */
    private static String canonical(String text, boolean validateDefaults, boolean normalize) {
        if (text.isBlank()) {
            throw Refusals.emptySchema();
        }
        if (text.length() > LENGTH_MAX) {
            throw Refusals.schemaTooLarge();
        }
        try {
            String canonical = parse(text, validateDefaults).toString();
            return normalize ? parse(NormalForm.of(canonical), validateDefaults).toString() : canonical;
        } catch (RuntimeException invalid) {
            // Not Avro's own alone: 1.12 answers a name without definition with a NullPointerException, and a default
            // "x" of a double with a NumberFormatException.
            throw new RegistryException(
                    RegistryError.INVALID_SCHEMA,
                    "Invalid schema of type AVRO, details: " + invalid.getMessage(),
                    invalid);
        }
    }
}
