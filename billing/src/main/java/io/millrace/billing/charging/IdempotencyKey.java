package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;

/** Names one attempt at one call: the same key never executes twice while the provider remembers it. 1 to 255 characters. */
public record IdempotencyKey(String value) {
    private static final int LENGTH_MAX = 255;

    public IdempotencyKey {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw Expected.illegal("idempotency key", value, "1 to " + LENGTH_MAX + " characters");
        }
    }
}
