package io.millrace.billing.charging;

import org.jspecify.annotations.Nullable;

/** Where an answer leads. */
public sealed interface Outcome {
    /** The top-up as it is to be stored; the next call may follow at once. */
    record GoOn(TopUp topUp, @Nullable Setback setback) implements Outcome {
        GoOn(TopUp topUp) {
            this(topUp, null);
        }
    }

    /** The top-up as it is to be stored; nothing more is to be done for a while, or ever if it is final. */
    record Rest(TopUp topUp, @Nullable Setback setback) implements Outcome {
        Rest(TopUp topUp) {
            this(topUp, null);
        }
    }

    /** The money is taken: book it. */
    record Settle(Intent intent) implements Outcome {}
}
