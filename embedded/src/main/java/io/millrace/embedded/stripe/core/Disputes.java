package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.Dispute.Status;
import io.millrace.embedded.stripe.model.TestCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The endpoints below {@code /v1/disputes}, and how a dispute begins and ends. */
public final class Disputes {
    private static final String WINNING = "winning_evidence";
    private static final String LOSING = "losing_evidence";

    private Disputes() {}

    /** Why the test card of a charge has it disputed. */
    static String reason(TestCard card) {
        return card == TestCard.DISPUTED_NOT_RECEIVED ? "product_not_received" : "fraudulent";
    }

    /** The money of what is left of the charge is withdrawn, and a fee with it. */
    static Dispute open(Draft draft, Charge charge, String reason) {
        if (charge.refundableCents() == 0 || charge.progress().disputed()) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "charge_not_disputable", "Charge " + charge.id() + " has nothing to be disputed.", "charge"));
        }
        String id = draft.newId("dp");
        long cents = charge.refundableCents();
        String withdrawn =
                Balance.of(draft, charge, BalanceTransaction.Type.ADJUSTMENT, id, -cents, Balance.DISPUTE_FEE_CENTS);
        var dispute = new Dispute(
                id,
                draft.nowSeconds(),
                charge.id(),
                charge.paymentIntent(),
                cents,
                charge.currency(),
                reason,
                Map.of(),
                Map.of(),
                Status.NEEDS_RESPONSE,
                List.of(withdrawn));
        draft.put(charge.asDisputed(), "charge.updated");
        draft.put(dispute, "charge.dispute.created");
        draft.event("charge.dispute.funds_withdrawn", dispute);
        return dispute;
    }

    /** The bank decides. Won, the money comes back without the fee. */
    static Dispute close(Draft draft, Dispute dispute, boolean won) {
        if (!dispute.status().open()) {
            throw StripeRefusal.inExecution(StripeError.invalid(
                    "dispute_closed",
                    "Dispute " + dispute.id() + " is " + dispute.status().wireName() + " (expected: an open one)",
                    "dispute"));
        }
        var transactions = new ArrayList<>(dispute.balanceTransactions());
        if (won) {
            Charge charge = draft.existing(Charge.class, dispute.charge());
            transactions.add(Balance.of(
                    draft, charge, BalanceTransaction.Type.ADJUSTMENT, dispute.id(), dispute.amountCents(), 0));
        }
        Dispute closed = dispute.with(won ? Status.WON : Status.LOST, List.copyOf(transactions));
        draft.put(closed, "charge.dispute.closed");
        if (won) {
            draft.event("charge.dispute.funds_reinstated", closed);
        }
        return closed;
    }

    /** {@code GET /v1/disputes/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Dispute.class, id), parameters);
        };
    }

    /**
     * {@code POST /v1/disputes/{id}}: evidence. Submitted, {@code winning_evidence} or {@code losing_evidence} in its
     * {@code uncategorized_text} decide it at once; any other puts it under review.
     */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            parameters.allow("evidence[*]", "submit", Parameters.METADATA, Parameters.EXPANSIONS);
            boolean submit = parameters.flag("submit");
            Dispute old = draft.existing(Dispute.class, id);
            var evidence = new LinkedHashMap<>(old.evidence());
            evidence.putAll(parameters.entries("evidence"));
            Dispute changed = old.with(parameters.metadataOver(old.metadata()), Map.copyOf(evidence));
            if (submit && changed.status().open()) {
                changed = changed.with(Status.UNDER_REVIEW, changed.balanceTransactions());
            }
            draft.put(changed, "charge.dispute.updated");
            String text = evidence.getOrDefault("uncategorized_text", "");
            if (submit && changed.status().open() && (text.equals(WINNING) || text.equals(LOSING))) {
                changed = close(draft, changed, text.equals(WINNING));
            }
            return Answer.shown(changed, parameters);
        };
    }

    /** {@code POST /v1/disputes/{id}/close}: gives it up. */
    public static Operation close(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(close(draft, draft.existing(Dispute.class, id), false), parameters);
        };
    }

    /** {@code GET /v1/disputes}. */
    public static Operation list() {
        return Pages.of(
                "/v1/disputes",
                Dispute.class,
                new Pages.By<>("charge", Dispute::charge),
                new Pages.By<>("payment_intent", Dispute::paymentIntent));
    }
}
