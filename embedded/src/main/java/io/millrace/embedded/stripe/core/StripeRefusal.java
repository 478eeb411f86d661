package io.millrace.embedded.stripe.core;

import io.millrace.embedded.EmbeddedException;

/** A request that was refused and changed nothing. */
public final class StripeRefusal extends EmbeddedException {
    private static final long serialVersionUID = 1L;

    private final transient StripeError error;
    private final boolean executed;

    private StripeRefusal(StripeError error, boolean executed) {
        super(error.message());
        this.error = error;
        this.executed = executed;
    }

    /** Refused for its form, before it ran: an idempotency key is not used up. */
    public static StripeRefusal beforeExecution(StripeError error) {
        return new StripeRefusal(error, false);
    }

    /** Refused by what it found: the answer is kept for the idempotency key. */
    static StripeRefusal inExecution(StripeError error) {
        return new StripeRefusal(error, true);
    }

    public StripeError error() {
        return error;
    }

    /** True when the answer is kept for the idempotency key. */
    public boolean executed() {
        return executed;
    }
}
