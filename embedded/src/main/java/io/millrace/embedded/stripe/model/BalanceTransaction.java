package io.millrace.embedded.stripe.model;

import java.util.Locale;

/**
 * One move of the seller's balance. What it changes is {@code amountCents - feeCents}.
 *
 * @param source id of what moved it
 * @param amountCents whole cents, below 0 when they leave
 * @param feeCents whole cents that Stripe keeps
 */
public record BalanceTransaction(
        String id, long createdSeconds, Type type, String source, long amountCents, long feeCents, String currency)
        implements StripeObject {

    /** What moved it. */
    public enum Type {
        CHARGE,
        /** From a bank account. */
        PAYMENT,
        REFUND,
        REFUND_FAILURE,
        PAYMENT_REFUND,
        /** Of a dispute. */
        ADJUSTMENT;

        /** As it is written in the interface. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whole cents that the balance changes by. */
    public long netCents() {
        return amountCents - feeCents;
    }
}
