package io.millrace.embedded.registry.core;

import java.util.OptionalInt;

/**
 * A request to register a schema.
 *
 * @param schema its JSON text
 * @param id from 0, in mode IMPORT only, and there always
 * @param version from 1, in mode IMPORT only; empty takes the next
 * @param normalize brings order into properties and aliases before the schema is compared and kept
 */
public record Registration(String schema, OptionalInt id, OptionalInt version, boolean normalize) {
    /** A plain one, without id or version, as it is. */
    public static Registration of(String schema) {
        return new Registration(schema, OptionalInt.empty(), OptionalInt.empty(), false);
    }
}
