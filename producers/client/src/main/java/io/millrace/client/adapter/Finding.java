package io.millrace.client.adapter;

import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * Something about an answer that could not be taken as it stands.
 * The field is a path this package knows, the message {@code <field>: <value> (expected: <rule>)}; the value is a number or
 * the kind of a JSON value, never a text of the answer.
 */
public record Finding(Kind kind, String field, String message) {
    /** What is wrong. */
    public enum Kind {
        /** Two numbers that cannot both be true; the part was left null, the whole kept. */
        CONTRADICTION,
        /** A value of the wrong type or outside its bounds; left null. */
        BAD_VALUE,
        /** A count that others need is missing. */
        MISSING,
        /** Not JSON, or deeper or longer than allowed; what came before it was kept. */
        UNREADABLE
    }

    static Finding of(Kind kind, String field, @Nullable Object value, String rule) {
        return new Finding(kind, field, Expected.message(field, value, rule));
    }
}
