package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/** The payment provider did not do what was asked; asking again is safe. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
