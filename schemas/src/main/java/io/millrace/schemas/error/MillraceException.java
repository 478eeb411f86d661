package io.millrace.schemas.error;

import org.jspecify.annotations.Nullable;

/** A fault with a stable code and a kind. The message reads {@code <thing>: <value> (expected: <rule>)}. */
public final class MillraceException extends RuntimeException {
    private final ErrorKind kind;
    private final String code;

    public MillraceException(ErrorKind kind, String code, String message) {
        this(kind, code, message, null);
    }

    public MillraceException(ErrorKind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    /** A fault of the user: {@code <thing>: <value> (expected: <rule>)}. */
    public static MillraceException user(String code, String thing, @Nullable Object value, String rule) {
        return new MillraceException(ErrorKind.USER, code, Expected.message(thing, value, rule));
    }

    public ErrorKind kind() {
        return kind;
    }

    /** Stable, upper snake case. */
    public String code() {
        return code;
    }
}
