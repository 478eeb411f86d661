package io.millrace.billing.postgres;

import io.millrace.billing.returns.PaidGrant;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundPolicy;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes down refunds that are asked for, inside a transaction. Nothing is booked before the provider has taken it. */
final class RefundRequestSql {
    private static final String PAYMENT = """
            SELECT id, payment_intent FROM billing.credit_grant
            WHERE customer_id = :customer AND source_type = 'topup' AND source_id = :topup
            """;
    private static final String BY_ID =
            "SELECT " + RefundRow.COLUMNS + " FROM billing.refund r WHERE id = :id FOR UPDATE";
    private static final String DISPUTED =
            "SELECT count(*) FROM billing.dispute WHERE grant_id = :grant AND state IN ('OPEN', 'LOST')";
    private static final String SUM = """
            SELECT coalesce(sum(amount_cents), 0)::bigint FROM billing.refund WHERE grant_id = :grant AND state
            """;
    private static final String INSERT = """
            INSERT INTO billing.refund (id, customer_id, grant_id, payment_intent, amount_cents, request_key, reason, state)
            VALUES (:id, :customer, :grant, :intent, :cents, :key, :reason, 'REQUESTED')
            """;

    private final Handle handle;
    private final Clock clock;

    RefundRequestSql(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
    }

    /** A top-up's grant, and the payment it was bought by. */
    private record Bought(long grantId, String paymentIntent) {}

    Refund request(RefundRequest request) {
        Bought bought = handle.createQuery(PAYMENT)
                .bind("customer", request.workspaceId())
                .bind("topup", request.topUpId().toString())
                .map((row, context) -> new Bought(row.getLong("id"), row.getString("payment_intent")))
                .findOne()
                .orElseThrow(() -> MillraceException.user(
                        "UNKNOWN_PAYMENT",
                        "top-up",
                        request.topUpId(),
                        "one of workspace " + request.workspaceId() + " that was paid"));
        PaidGrant paid =
                new ReturnSql(handle, clock).lock(new ReturnSql.Payment(bought.grantId(), request.workspaceId()));
        Optional<Refund> known = byId(request.id());
        if (known.isPresent()) {
            requireSame(request, bought, known.get());
            return known.get();
        }
        requireRefundable(request, bought, paid);
        handle.createUpdate(INSERT)
                .bind("id", request.id())
                .bind("customer", request.workspaceId())
                .bind("grant", bought.grantId())
                .bind("intent", bought.paymentIntent())
                .bind("cents", request.amountCents())
                .bind("key", request.key())
                .bind("reason", request.reason())
                .execute();
        return byId(request.id()).orElseThrow();
    }

    private Optional<Refund> byId(UUID id) {
        return handle.createQuery(BY_ID)
                .bind("id", id)
                .map((row, context) -> RefundRow.of(row).refund())
                .findOne();
    }

    private static void requireSame(RefundRequest request, Bought bought, Refund known) {
        if (known.amountCents() != request.amountCents()
                || !known.paymentIntent().equals(bought.paymentIntent())) {
            throw MillraceException.user(
                    "REFUND_CONFLICT",
                    "refund " + request.key(),
                    request.amountCents() + " cents of " + bought.paymentIntent(),
                    known.amountCents() + " cents of " + known.paymentIntent()
                            + ", as was asked before under this key");
        }
    }

    private void requireRefundable(RefundRequest request, Bought bought, PaidGrant paid) {
        if (sum(DISPUTED, bought) > 0) {
            throw MillraceException.user(
                    "PAYMENT_DISPUTED", "payment", bought.paymentIntent(), "one that is not disputed");
        }
        long left = paid.granted().floorCents() - sum(SUM + "<> 'FAILED'", bought);
        if (request.amountCents() > left) {
            throw MillraceException.user(
                    "REFUND_TOO_LARGE",
                    "refund",
                    request.amountCents() + " cents",
                    "<= " + left + ", not yet refunded");
        }
        Money asked = Money.ofCents(sum(SUM + "IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN')", bought));
        Money credit = paid.grant().remaining().minus(asked);
        if (request.policy() == RefundPolicy.REMAINING_ONLY
                && Money.ofCents(request.amountCents()).compareTo(credit) > 0) {
            throw MillraceException.user(
                    "CREDIT_SPENT",
                    "refund",
                    request.amountCents() + " cents",
                    "<= what is left of its credit, " + credit);
        }
    }

    private long sum(String sql, Bought bought) {
        return handle.createQuery(sql)
                .bind("grant", bought.grantId())
                .mapTo(Long.class)
                .one();
    }
}
