package io.millrace.schemas.serde;

import org.jspecify.annotations.Nullable;

/** The registry refused a request or did not answer. Retriable only where it did not answer. */
public final class RegistryException extends RuntimeException {
    private final boolean retriable;

    public RegistryException(String message, boolean retriable, @Nullable Throwable cause) {
        super(message, cause);
        this.retriable = retriable;
    }

    public boolean retriable() {
        return retriable;
    }
}
