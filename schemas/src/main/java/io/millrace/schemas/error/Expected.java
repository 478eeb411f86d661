package io.millrace.schemas.error;

import org.jspecify.annotations.Nullable;

/** The grammar of every message about a bad value. */
public final class Expected {
    private static final int VALUE_LENGTH_MAX = 120;

    private Expected() {}

    /** {@code <thing>: <value> (expected: <rule>)}; a long value is cut to 120 characters, controls become spaces. */
    public static String message(String thing, @Nullable Object value, String rule) {
        return thing + ": " + shorten(String.valueOf(value)) + " (expected: " + rule + ")";
    }

    /** The same as an {@link IllegalArgumentException}, for constructors of values. */
    public static IllegalArgumentException illegal(String thing, @Nullable Object value, String rule) {
        return new IllegalArgumentException(message(thing, value, rule));
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= VALUE_LENGTH_MAX ? line : line.substring(0, VALUE_LENGTH_MAX) + "…";
    }
}
