package io.millrace.billing.postgres;

import io.millrace.billing.returns.PaidGrant;
import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundObject;
import io.millrace.billing.returns.RefundRequest;
import io.millrace.billing.returns.RefundState;
import io.millrace.billing.returns.Refunds;
import io.millrace.billing.returns.ReturnBooking;
import io.millrace.billing.returns.ReturnResult;
import io.millrace.billing.returns.Split;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.billing.Notice;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Refunds in PostgreSQL. Thread-safe. Leases run by the database's clock. Locks: the customer, the refund, disputes. */
public final class RefundStore implements Refunds {
    private static final String BY_WORKSPACE =
            "SELECT " + RefundRow.COLUMNS + " FROM billing.refund r WHERE customer_id = :id ORDER BY created_at, id";
    /** One of a payment not in the books is due as soon as that is. */
    private static final String CLAIM = """
            UPDATE billing.refund r SET lease_until = now() + :millis * interval '1 millisecond', version = version + 1
            WHERE id = (
                SELECT o.id FROM billing.refund o
                WHERE (o.lease_until IS NULL OR o.lease_until < now()) AND (
                    o.state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN', 'PENDING') AND o.grant_id IS NOT NULL
                    OR o.state IN ('PENDING', 'SUCCEEDED') AND o.grant_id IS NULL AND EXISTS (
                        SELECT FROM billing.credit_grant g WHERE g.payment_intent = o.payment_intent))
                ORDER BY o.lease_until NULLS FIRST, o.created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING
            """ + RefundRow.COLUMNS;

    private static final String SAVE = """
            UPDATE billing.refund
            SET state = :state, refused_code = :refused, last_error = :error,
                first_sent_at = CASE WHEN first_sent_at IS NULL AND :state <> 'REQUESTED'
                                       OR create_attempt <> :attempt THEN now() ELSE first_sent_at END,
                create_attempt = :attempt, lease_until = now() + :millis * interval '1 millisecond',
                version = version + 1, updated_at = now()
            WHERE id = :id AND version = :version AND (state = :state OR state IN ('REQUESTED', 'SUBMITTED', 'UNKNOWN'))
            """;
    /** What metadata say is believed only where it was asked for, of this payment, and is not known under another id. */
    private static final String LOCK = "SELECT " + RefundRow.COLUMNS + """
             FROM billing.refund r
            WHERE stripe_refund = :stripe
               OR (id = :id AND stripe_refund IS NULL AND payment_intent = :intent AND state <> 'FAILED'
                   AND NOT EXISTS (SELECT FROM billing.refund o WHERE o.stripe_refund = :stripe))
            FOR UPDATE
            """;

    private static final String INSERT_FOREIGN = """
            INSERT INTO billing.refund (id, payment_intent, amount_cents, state, stripe_refund, cause)
            VALUES (:id, :intent, :cents, 'SUBMITTED', :stripe, :id) ON CONFLICT DO NOTHING
            """;
    private static final String APPLY = """
            UPDATE billing.refund
            SET state = :state, stripe_refund = :stripe, cause = :cause, customer_id = :customer, grant_id = :grant, last_error = :error,
            """ + ReturnSql.SET_SPLIT + """
            , first_sent_at = coalesce(first_sent_at, now()), version = version + 1, updated_at = now(),
                lease_until = CASE WHEN CAST(:grant AS bigint) IS NULL THEN NULL
                                   ELSE now() + :millis * interval '1 millisecond' END
            WHERE id = :id
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public RefundStore(DataSource dataSource, Clock clock) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
    }

    /**
     * Writes a refund down that somebody asks for, once per workspace and key.
     *
     * @return the refund as it stands now
     * @throws MillraceException code UNKNOWN_PAYMENT; REFUND_CONFLICT, when the key stands for another refund;
     *     PAYMENT_DISPUTED; REFUND_TOO_LARGE, when less is left of the payment; CREDIT_SPENT, when less is left of its
     *     credit and the policy asks for that
     */
    public Refund request(RefundRequest request) {
        return jdbi.inTransaction(handle -> request(handle, request));
    }

    /** The same inside a transaction. */
    public Refund request(Handle handle, RefundRequest request) {
        return new RefundRequestSql(handle, clock).request(request);
    }

    /** All refunds of a workspace, the oldest first. */
    public List<Refund> refunds(String workspaceId) {
        return jdbi.withHandle(handle -> handle.createQuery(BY_WORKSPACE)
                .bind("id", workspaceId)
                .map((row, context) -> RefundRow.of(row).refund())
                .list());
    }

    @Override
    public Optional<Refund> claim(Duration lease) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bind("millis", lease.toMillis())
                .map((row, context) -> RefundRow.of(row).refund())
                .findOne());
    }

    @Override
    public Optional<Refund> save(Refund refund, Duration lease) {
        int saved = jdbi.inTransaction(handle -> handle.createUpdate(SAVE)
                .bind("state", refund.state().name())
                .bind("refused", refund.refusedCode())
                .bind("error", refund.lastError())
                .bind("attempt", refund.createAttempt())
                .bind("millis", lease.toMillis())
                .bind("id", refund.id())
                .bind("version", refund.version())
                .execute());
        return saved == 1 ? Optional.of(refund.stored()) : Optional.empty();
    }

    @Override
    public ReturnResult settle(RefundObject object, Duration lookAgain) {
        return jdbi.inTransaction(handle -> settle(handle, object, lookAgain));
    }

    private ReturnResult settle(Handle handle, RefundObject object, Duration lookAgain) {
        ReturnSql returns = new ReturnSql(handle, clock);
        Optional<ReturnSql.Payment> payment = returns.payment(object.paymentIntent());
        PaidGrant paid = payment.map(returns::lock).orElse(null);
        RefundRow row = lockRow(handle, object);
        requireSame(row.refund(), object);
        RefundState next = row.refund().state().orLater(object.state());
        boolean take = paid != null && next.isTaken() && !row.isBooked();
        boolean giveBack = paid != null && !next.isTaken() && row.isBooked();
        Split split = row.split();
        if (paid != null && take) {
            split = take(returns, paid, object, row.refund().id());
        } else if (paid != null && giveBack) {
            giveBack(returns, paid, object, row);
            split = Split.NONE;
        }
        apply(handle, row, object, payment.orElse(null), next, split, lookAgain);
        if (take || giveBack) {
            payment.ifPresent(of -> tell(handle, of, object, next, giveBack));
        }
        if (giveBack) {
            payment.ifPresent(returns::recover);
            payment.ifPresent(new DisputeSql(handle, clock)::holdMore);
        }
        if (paid == null) {
            return ReturnResult.UNKNOWN_PAYMENT;
        }
        return take || giveBack || next != row.refund().state() ? ReturnResult.APPLIED : ReturnResult.UNCHANGED;
    }

    private static Split take(ReturnSql returns, PaidGrant paid, RefundObject object, UUID id) {
        ReturnBooking booking = ReturnBooking.refund(paid, Money.ofCents(object.amountCents()), cause(object));
        returns.book(paid, booking, "refund:" + object.id(), CreditKind.REFUND, "refund:" + id);
        return booking.split();
    }

    private static void giveBack(ReturnSql returns, PaidGrant paid, RefundObject object, RefundRow row) {
        ReturnBooking booking = ReturnBooking.refundReversal(paid, row.split(), cause(object));
        String source = "refund:" + row.refund().id();
        returns.book(paid, booking, "refund_reversal:" + object.id(), CreditKind.ADJUSTMENT, source);
    }

    private void tell(Handle handle, ReturnSql.Payment payment, RefundObject object, RefundState state, boolean back) {
        NoticeKind kind = back ? NoticeKind.REFUND_FAILED : NoticeKind.REFUND_RECEIPT;
        Notices.OUTBOX.tell(
                handle,
                new Notice(
                        "refund:" + object.id() + ":" + kind,
                        payment.customerId(),
                        kind,
                        object.id(),
                        state.name(),
                        object.amountCents(),
                        null,
                        null,
                        clock.nowMicros()));
    }

    private static UUID cause(RefundObject object) {
        return UUID.nameUUIDFromBytes(("refund|" + object.id()).getBytes(StandardCharsets.UTF_8));
    }

    private static RefundRow lockRow(Handle handle, RefundObject object) {
        Optional<RefundRow> known = find(handle, object);
        if (known.isPresent()) {
            return known.get();
        }
        handle.createUpdate(INSERT_FOREIGN)
                .bind("id", cause(object))
                .bind("intent", object.paymentIntent())
                .bind("cents", object.amountCents())
                .bind("stripe", object.id())
                .execute();
        return find(handle, object).orElseThrow();
    }

    private static Optional<RefundRow> find(Handle handle, RefundObject object) {
        return handle.createQuery(LOCK)
                .bind("stripe", object.id())
                .bind("id", uuid(object.refundId()))
                .bind("intent", object.paymentIntent())
                .map((row, context) -> RefundRow.of(row))
                .findOne();
    }

    /** Null for what is no id of ours. */
    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void requireSame(Refund refund, RefundObject object) {
        if (refund.amountCents() == object.amountCents()
                && refund.paymentIntent().equals(object.paymentIntent())) {
            return;
        }
        throw new MillraceException(
                ErrorKind.EXTERNAL,
                "REFUND_MISMATCH",
                Expected.message(
                        "refund " + object.id(),
                        object.amountCents() + " cents of " + object.paymentIntent(),
                        refund.amountCents() + " cents of " + refund.paymentIntent()));
    }

    private static void apply(
            Handle handle,
            RefundRow row,
            RefundObject object,
            ReturnSql.@Nullable Payment payment,
            RefundState next,
            Split split,
            Duration lookAgain) {
        boolean failed = next == RefundState.FAILED;
        ReturnSql.bind(handle.createUpdate(APPLY), split)
                .bind("state", next.name())
                .bind("stripe", object.id())
                .bind("cause", cause(object))
                .bind("customer", payment == null ? null : payment.customerId())
                .bind("grant", payment == null ? null : payment.grantId())
                .bind("error", failed ? Objects.requireNonNullElse(object.failure(), "failed") : null)
                .bind("millis", lookAgain.toMillis())
                .bind("id", row.refund().id())
                .execute();
    }
}
