package io.millrace.billing.postgres;

import io.millrace.billing.returns.DisputeObject;
import io.millrace.billing.returns.DisputeState;
import io.millrace.billing.returns.PaidGrant;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Applies what disputes are now, inside a transaction. */
final class DisputeSql {
    private static final String ROW = """
            SELECT id, cause, payment_intent, amount_cents, state, status, bookings, grant_id IS NOT NULL AS known,
            """ + ReturnSql.SPLIT + " FROM billing.dispute WHERE ";
    private static final String INSERT = """
            INSERT INTO billing.dispute (id, cause, payment_intent, amount_cents, state, status)
            VALUES (:id, :cause, :intent, :cents, 'INQUIRY', :status) ON CONFLICT (id) DO NOTHING
            """;
    private static final String APPLY = """
            UPDATE billing.dispute
            SET state = :state, status = :status, bookings = :bookings, customer_id = :customer, grant_id = :grant,
            """ + ReturnSql.SET_SPLIT + """
            , updated_at = now(),
                lease_until = CASE WHEN CAST(:grant AS bigint) IS NULL THEN NULL
                                   ELSE now() + :millis * interval '1 millisecond' END
            WHERE id = :id
            """;
    private static final String HELD = "UPDATE billing.dispute SET bookings = :bookings, updated_at = now(),"
            + ReturnSql.SET_SPLIT + "WHERE id = :id";

    /** A dispute as it was booked last; known once its payment is. */
    private record Row(
            String id,
            UUID cause,
            String paymentIntent,
            long amountCents,
            DisputeState state,
            String status,
            int bookings,
            boolean known,
            Split split) {
        static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("id"),
                    row.getObject("cause", UUID.class),
                    row.getString("payment_intent"),
                    row.getLong("amount_cents"),
                    DisputeState.valueOf(row.getString("state")),
                    row.getString("status"),
                    row.getInt("bookings"),
                    row.getBoolean("known"),
                    ReturnSql.split(row));
        }

        Money amount() {
            return Money.ofCents(amountCents);
        }

        Row booked(Split after) {
            return new Row(id, cause, paymentIntent, amountCents, state, status, bookings + 1, known, after);
        }
    }

    private final Handle handle;
    private final Clock clock;
    private final ReturnSql returns;

    DisputeSql(Handle handle, Clock clock) {
        this.handle = handle;
        this.clock = clock;
        returns = new ReturnSql(handle, clock);
    }

    ReturnResult settle(DisputeObject object, Duration lookAgain) {
        Optional<ReturnSql.Payment> payment = returns.payment(object.paymentIntent());
        PaidGrant paid = payment.map(returns::lock).orElse(null);
        Row row = lockRow(object);
        requireSame(row, object);
        DisputeState next = row.state().orLater(object.state());
        Row after = paid == null ? row : book(paid, row, next);
        apply(after, object, payment.orElse(null), next, lookAgain);
        if (next == DisputeState.WON && after.bookings() != row.bookings()) {
            payment.ifPresent(returns::recover);
        }
        if (paid == null) {
            return ReturnResult.UNKNOWN_PAYMENT;
        }
        if (next != row.state() || !row.known()) {
            payment.ifPresent(of -> tell(of, object, next));
        }
        boolean fees = bookFees(object);
        boolean changed = fees || after.bookings() != row.bookings() || next != row.state();
        return changed ? ReturnResult.APPLIED : ReturnResult.UNCHANGED;
    }

    /** An inquiry is nobody's news: no money was withdrawn. */
    private void tell(ReturnSql.Payment payment, DisputeObject object, DisputeState state) {
        NoticeKind kind = switch (state) {
            case INQUIRY -> NoticeKind.UNKNOWN;
            case OPEN -> NoticeKind.DISPUTE_OPENED;
            case WON -> NoticeKind.DISPUTE_WON;
            case LOST -> NoticeKind.DISPUTE_LOST;
        };
        if (kind == NoticeKind.UNKNOWN) {
            return;
        }
        Notices.OUTBOX.tell(
                handle,
                new Notice(
                        "dispute:" + object.id() + ":" + kind,
                        payment.customerId(),
                        kind,
                        object.id(),
                        state.name(),
                        object.amountCents(),
                        null,
                        null,
                        clock.nowMicros()));
    }

    /** What its state wants and is not yet booked. */
    private Row book(PaidGrant paid, Row row, DisputeState next) {
        Split held = row.split();
        return switch (next) {
            case INQUIRY -> row;
            case OPEN -> hold(paid, row);
            case WON ->
                held.equals(Split.NONE)
                        ? row
                        : booked(
                                paid,
                                row,
                                ReturnBooking.disputeRelease(paid, held, row.cause()),
                                Split.NONE,
                                CreditKind.ADJUSTMENT);
            case LOST -> lose(paid, row);
        };
    }

    private Row hold(PaidGrant paid, Row row) {
        ReturnBooking hold =
                ReturnBooking.disputeHold(paid, row.amount().minus(row.split().total()), row.cause());
        return hold.transfers().isEmpty()
                ? row
                : booked(paid, row, hold, row.split().plus(hold.split()), CreditKind.REFUND);
    }

    private Row lose(PaidGrant paid, Row row) {
        // Lost before: all of it is taken. Only one that was never lost holds less, or holds it and has not lost it.
        if (row.state() == DisputeState.LOST && row.split().total().equals(row.amount())) {
            return row;
        }
        ReturnBooking loss = ReturnBooking.disputeLoss(paid, row.split().grant(), row.amount(), row.cause());
        return booked(paid, row, loss, loss.split(), CreditKind.REFUND);
    }

    private Row booked(PaidGrant paid, Row row, ReturnBooking booking, Split split, CreditKind kind) {
        Row after = row.booked(split);
        String creditId = "dispute:" + row.id() + ":" + after.bookings();
        returns.book(paid, booking, creditId, kind, "dispute:" + row.id());
        return after;
    }

    /** Sets aside also what came back into a disputed grant. */
    void holdMore(ReturnSql.Payment payment) {
        handle.createQuery(ROW + "grant_id = :grant AND state = 'OPEN' ORDER BY id FOR UPDATE")
                .bind("grant", payment.grantId())
                .map((row, context) -> Row.of(row))
                .list()
                .forEach(row -> {
                    Row after = hold(returns.lock(payment), row);
                    ReturnSql.bind(handle.createUpdate(HELD), after.split())
                            .bind("bookings", after.bookings())
                            .bind("id", after.id())
                            .execute();
                });
    }

    private boolean bookFees(DisputeObject object) {
        boolean booked = false;
        for (DisputeObject.Fee fee : object.fees()) {
            booked |= FeeStore.book(handle, fee.movementId(), object.paymentIntent(), fee.cents());
        }
        return booked;
    }

    private Row lockRow(DisputeObject object) {
        handle.createUpdate(INSERT)
                .bind("id", object.id())
                .bind("cause", UUID.nameUUIDFromBytes(("dispute|" + object.id()).getBytes(StandardCharsets.UTF_8)))
                .bind("intent", object.paymentIntent())
                .bind("cents", object.amountCents())
                .bind("status", object.status())
                .execute();
        return handle.createQuery(ROW + "id = :id FOR UPDATE")
                .bind("id", object.id())
                .map((row, context) -> Row.of(row))
                .one();
    }

    private static void requireSame(Row row, DisputeObject object) {
        if (row.amountCents() == object.amountCents() && row.paymentIntent().equals(object.paymentIntent())) {
            return;
        }
        throw new MillraceException(
                ErrorKind.EXTERNAL,
                "DISPUTE_MISMATCH",
                Expected.message(
                        "dispute " + object.id(),
                        object.amountCents() + " cents of " + object.paymentIntent(),
                        row.amountCents() + " cents of " + row.paymentIntent()));
    }

    private void apply(
            Row row, DisputeObject object, ReturnSql.@Nullable Payment payment, DisputeState next, Duration lookAgain) {
        // What Stripe says beside an end that was booked stays out: its state did not move.
        String status = next == object.state() ? object.status() : row.status();
        ReturnSql.bind(handle.createUpdate(APPLY), row.split())
                .bind("state", next.name())
                .bind("status", status)
                .bind("bookings", row.bookings())
                .bind("customer", payment == null ? null : payment.customerId())
                .bind("grant", payment == null ? null : payment.grantId())
                .bind("millis", lookAgain.toMillis())
                .bind("id", row.id())
                .execute();
    }
}
