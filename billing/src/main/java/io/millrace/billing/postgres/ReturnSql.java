package io.millrace.billing.postgres;

import io.millrace.billing.ledger.TransferKind;
import io.millrace.billing.returns.PaidGrant;
import io.millrace.billing.returns.ReturnBooking;
import io.millrace.billing.returns.Split;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** What refunds and disputes have in common in the database, inside a transaction: the grant of a payment, and bookings. */
final class ReturnSql {
    /** Columns of where the money was taken from, as {@link #split} reads them. */
    static final String SPLIT = "from_grant_nano, from_breakage_nano, from_receivable_nano, from_write_off_nano";

    /** The same set, from what {@link #bind} binds. */
    static final String SET_SPLIT = """
            from_grant_nano = :fromGrant, from_breakage_nano = :fromBreakage, from_receivable_nano = :fromReceivable,
            from_write_off_nano = :fromWriteOff
            """;

    private static final String GRANT_OF_PAYMENT =
            "SELECT id, customer_id FROM billing.credit_grant WHERE payment_intent = :intent";
    private static final String ENDED = """
            SELECT coalesce(sum(amount_nano), 0)::bigint FROM billing.moved
            WHERE debit_account = :grant AND kind IN ('BREAKAGE', 'VOID')
            """;
    private static final String RETURNED = """
            SELECT coalesce(sum(from_grant_nano), 0)::bigint AS from_grant_nano,
                coalesce(sum(from_breakage_nano), 0)::bigint AS from_breakage_nano,
                coalesce(sum(from_receivable_nano), 0)::bigint AS from_receivable_nano,
                coalesce(sum(from_write_off_nano), 0)::bigint AS from_write_off_nano
            FROM (SELECT %1$s FROM billing.refund WHERE grant_id = :grant
                  UNION ALL SELECT %1$s FROM billing.dispute WHERE grant_id = :grant) r
            """.formatted(SPLIT);

    private static final String WRITTEN_OFF = "SELECT %2$s AS name, cause, " + SPLIT + """
             FROM billing.%1$s WHERE grant_id = :grant AND from_write_off_nano > 0 ORDER BY created_at, id FOR UPDATE
            """;
    private static final String RECOVER = "UPDATE billing.%s SET " + SET_SPLIT + " WHERE cause = :cause";

    /** A refund or dispute of which a part was written off. */
    private record WrittenOff(String name, UUID cause, Split split) {}

    /** The grant that a payment paid for. */
    record Payment(long grantId, String customerId) {}

    private final Handle handle;
    private final long nowMicros;

    ReturnSql(Handle handle, Clock clock) {
        this.handle = handle;
        nowMicros = clock.nowMicros();
    }

    /** Not locked: neither ever changes. */
    Optional<Payment> payment(String paymentIntent) {
        return handle.createQuery(GRANT_OF_PAYMENT)
                .bind("intent", paymentIntent)
                .map((row, context) -> new Payment(row.getLong("id"), row.getString("customer_id")))
                .findOne();
    }

    /** Locks the customer, and reads how its grant stands; again after each booking. */
    PaidGrant lock(Payment payment) {
        var customer =
                new CustomerSql(handle).lock(List.of(payment.customerId())).get(0);
        GrantRow row = new GrantEndSql(handle)
                .find(payment.customerId(), payment.grantId())
                .orElseThrow();
        Money ended = new Money(handle.createQuery(ENDED)
                .bind("grant", payment.grantId())
                .mapTo(Long.class)
                .one());
        Split returned = handle.createQuery(RETURNED)
                .bind("grant", payment.grantId())
                .map((result, context) -> split(result))
                .one();
        boolean alive = row.status() == GrantRow.Status.ACTIVE && row.grant().covers(nowMicros);
        return new PaidGrant(customer, row.grant(), row.granted(), ended, returned, alive);
    }

    /** @param creditId told with the change of the balance, where there is one */
    void book(PaidGrant before, ReturnBooking booking, String creditId, CreditKind kind, String source) {
        if (booking.transfers().isEmpty()) {
            return;
        }
        new PostingSql(handle).insertTransfers(null, booking.transfers());
        new CustomerSql(handle).update(List.of(booking.after()));
        Money change = booking.change(before);
        if (change.nanoUsd() != 0) {
            String grantId = Long.toString(before.grant().account().value());
            OutboxSql.add(
                    handle,
                    new CreditEntry(
                            creditId, before.customer().customerId(), kind, change, grantId, source, nowMicros));
        }
    }

    /** After something came back to the grant: what other returns of the payment had to write off is taken from there. */
    void recover(Payment payment) {
        recover(payment, "refund", "stripe_refund", TransferKind.REFUND);
        recover(payment, "dispute", "id", TransferKind.DISPUTE_LOSS);
    }

    private void recover(Payment payment, String table, String id, TransferKind kind) {
        List<WrittenOff> rows = handle.createQuery(WRITTEN_OFF.formatted(table, id))
                .bind("grant", payment.grantId())
                .map((row, context) ->
                        new WrittenOff(row.getString("name"), row.getObject("cause", UUID.class), split(row)))
                .list();
        for (WrittenOff row : rows) {
            PaidGrant paid = lock(payment);
            ReturnBooking booking = ReturnBooking.recovery(paid, row.split().writeOff(), kind, row.cause());
            Split after = row.split().recovered(booking.split());
            // What is left only falls, so that it numbers the credits.
            String creditId =
                    table + "_recovery:" + row.name() + ":" + after.writeOff().nanoUsd();
            book(paid, booking, creditId, CreditKind.REFUND, table + ":" + row.name());
            bind(handle.createUpdate(RECOVER.formatted(table)), after)
                    .bind("cause", row.cause())
                    .execute();
        }
    }

    static Split split(ResultSet row) throws SQLException {
        return new Split(
                new Money(row.getLong("from_grant_nano")),
                new Money(row.getLong("from_breakage_nano")),
                new Money(row.getLong("from_receivable_nano")),
                new Money(row.getLong("from_write_off_nano")));
    }

    static <T extends SqlStatement<T>> T bind(T statement, Split split) {
        return statement
                .bind("fromGrant", split.grant().nanoUsd())
                .bind("fromBreakage", split.breakage().nanoUsd())
                .bind("fromReceivable", split.receivable().nanoUsd())
                .bind("fromWriteOff", split.writeOff().nanoUsd());
    }
}
