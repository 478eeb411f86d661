package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;

/** The seller's balance: {@code /v1/balance_transactions}, and what is posted to it. */
public final class Balance {
    /** Whole cents that each dispute costs, won or lost. */
    public static final long DISPUTE_FEE_CENTS = 1500;

    private static final long CARD_FIXED_CENTS = 30;
    private static final long CARD_PER_MILLE = 29;
    private static final long BANK_PER_MILLE = 8;
    private static final long BANK_CENTS_MAX = 500;

    private Balance() {}

    /** What Stripe keeps of a charge, in whole cents, half a cent up: 2.9 % and 30 of a card, 0.8 % of a bank, at most 500. */
    public static long feeCents(long amountCents, boolean bank) {
        return bank
                ? Math.min(BANK_CENTS_MAX, perMille(amountCents, BANK_PER_MILLE))
                : Math.addExact(perMille(amountCents, CARD_PER_MILLE), CARD_FIXED_CENTS);
    }

    private static long perMille(long amountCents, long perMille) {
        return Math.addExact(Math.multiplyExact(amountCents, perMille), 500) / 1000;
    }

    /** Money of a charge that came in. */
    static String in(Draft draft, String chargeId, long cents, String currency, boolean bank) {
        return post(
                draft,
                bank ? BalanceTransaction.Type.PAYMENT : BalanceTransaction.Type.CHARGE,
                chargeId,
                cents,
                feeCents(cents, bank),
                currency);
    }

    /** Money of the charge that leaves, or (above 0) comes back. */
    static String of(
            Draft draft, Charge charge, BalanceTransaction.Type type, String source, long cents, long feeCents) {
        return post(draft, type, source, cents, feeCents, charge.currency());
    }

    private static String post(
            Draft draft, BalanceTransaction.Type type, String source, long cents, long feeCents, String currency) {
        return draft.put(new BalanceTransaction(
                        draft.newId("txn"), draft.nowSeconds(), type, source, cents, feeCents, currency))
                .id();
    }

    /** {@code GET /v1/balance_transactions/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(BalanceTransaction.class, id), parameters);
        };
    }

    /** {@code GET /v1/balance_transactions}. */
    public static Operation list() {
        return Pages.of(
                "/v1/balance_transactions",
                BalanceTransaction.class,
                new Pages.By<>("type", transaction -> transaction.type().wireName()),
                new Pages.By<>("source", BalanceTransaction::source),
                new Pages.By<>("currency", BalanceTransaction::currency));
    }
}
