package io.millrace.billing.reconcile;

import org.jspecify.annotations.Nullable;

/** A list of the provider; they are read in this order. */
public enum ItemKind {
    PAYMENT,
    REFUND,
    DISPUTE,
    /** Balance transactions: what moved on the account, and the fee that was taken of it. */
    MOVEMENT;

    /** The list that is read after this one; null after the last. */
    @Nullable
    ItemKind next() {
        return switch (this) {
            case PAYMENT -> REFUND;
            case REFUND -> DISPUTE;
            case DISPUTE -> MOVEMENT;
            case MOVEMENT -> null;
        };
    }
}
