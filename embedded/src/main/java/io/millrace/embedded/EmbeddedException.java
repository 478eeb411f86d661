package io.millrace.embedded;

/** A server that could not start, or failed while it ran. The message names the thing, its value and what was expected. */
public class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
