package io.millrace.embedded.registry.core;

import io.millrace.embedded.EmbeddedException;

/** A request the registry refuses. */
public final class RegistryException extends EmbeddedException {
    private static final long serialVersionUID = 1L;

    private final RegistryError error;

    public RegistryException(RegistryError error, String message) {
        super(message);
        this.error = error;
    }

    public RegistryException(RegistryError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public RegistryError error() {
        return error;
    }
}
