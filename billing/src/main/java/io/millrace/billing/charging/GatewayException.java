package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/** The payment provider did not do what was asked; asking again is safe. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean replayed;

    public GatewayException(String message, @Nullable Throwable cause) {
        this(message, cause, /* replayed= */ false);
    }

    /** @param replayed whether it is the answer of an earlier call under the same key, and the key will give no other */
    public GatewayException(String message, @Nullable Throwable cause, boolean replayed) {
        super(message, cause);
        this.replayed = replayed;
    }

    /** Whether another call under the same key would be answered the same, until the provider forgets the key. */
    public boolean isReplayed() {
        return replayed;
    }
}
