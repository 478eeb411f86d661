package io.millrace.billing.postgres;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Ending;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.Rollover;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.postgres.GrantRow.Status;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Ends grants: books out what is left, rolls a part of it over where that is the rule, and tells the balance. Inside a
 * transaction that has locked the customer. A grant that gets something back after its end, as from a dispute that was won,
 * ends again, under the next number.
 */
final class GrantEndSql {
    private static final String DUE = "SELECT " + GrantRow.COLUMNS + """
            FROM billing.credit_grant
            WHERE customer_id = :id AND has_left AND (status = 'VOIDED' OR expires_at_micros <= :before)
            ORDER BY expires_at_micros NULLS FIRST, id
            """;
    private static final String FIND =
            "SELECT " + GrantRow.COLUMNS + "FROM billing.credit_grant WHERE customer_id = :customer AND id = :id";
    private static final String ENDED =
            "UPDATE billing.credit_grant SET status = :status, endings = endings + 1 WHERE id = :id";
    private static final String VOIDED = """
            UPDATE billing.credit_grant SET status = :status, voided_at_micros = :now, void_reason = :reason WHERE id = :id
            """;

    private final Handle handle;
    private final CustomerSql customers;
    private final GrantSql grants;

    GrantEndSql(Handle handle) {
        this.handle = handle;
        customers = new CustomerSql(handle);
        grants = new GrantSql(handle);
    }

    Optional<GrantRow> find(String customerId, long grantId) {
        return handle.createQuery(FIND)
                .bind("customer", customerId)
                .bind("id", grantId)
                .map((row, context) -> GrantRow.of(row))
                .findOne();
    }

    /** @param beforeMicros grants that expired at this instant or before are ended */
    void endDue(String customerId, long beforeMicros, long nowMicros) {
        List<GrantRow> due = handle.createQuery(DUE)
                .bind("id", customerId)
                .bind("before", beforeMicros)
                .map((row, context) -> GrantRow.of(row))
                .list();
        due.forEach(row -> end(row, nowMicros));
    }

    /** Marks the grant; what it holds is booked out at once. One that was never funded is cancelled. */
    void voidGrant(GrantRow row, String reason, long nowMicros) {
        Status status = row.status() == Status.PENDING ? Status.CANCELLED : Status.VOIDED;
        handle.createUpdate(VOIDED)
                .bind("status", status.name())
                .bind("now", nowMicros)
                .bind("reason", reason)
                .bind("id", row.grant().account().value())
                .execute();
        if (row.grant().remaining().nanoUsd() > 0) {
            end(find(row.customerId(), row.grant().account().value()).orElseThrow(), nowMicros);
        }
    }

    private void end(GrantRow row, long nowMicros) {
        boolean voided = row.status() == Status.VOIDED;
        int number = row.endings() + 1;
        String name = (voided ? "void:" : "expiry:") + row.id() + ":" + number;
        CustomerAccounts customer = customers.lock(List.of(row.customerId())).get(0);
        Grant next = voided ? null : next(row, number, nowMicros);
        Ending ending = ending(customer, row, next, UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
        new PostingSql(handle).insertTransfers(null, ending.transfers());
        customers.update(List.of(ending.after()));
        handle.createUpdate(ENDED)
                .bind("status", voided ? Status.VOIDED.name() : Status.EXPIRED.name())
                .bind("id", row.grant().account().value())
                .execute();
        CreditKind kind = voided ? CreditKind.ADJUSTMENT : CreditKind.EXPIRY;
        Money taken = Money.ZERO.minus(ending.left());
        OutboxSql.add(handle, new CreditEntry(name, row.customerId(), kind, taken, row.id(), row.source(), nowMicros));
        if (next != null) {
            grants.announce(
                    row.customerId(),
                    next.account(),
                    next.remaining(),
                    source(row, number).name(),
                    nowMicros);
        }
    }

    private static Ending ending(CustomerAccounts customer, GrantRow row, @Nullable Grant next, UUID cause) {
        if (row.status() == Status.VOIDED) {
            return Ending.voided(customer, row.grant(), cause);
        }
        return next == null
                ? Ending.expired(customer, row.grant(), cause)
                : Ending.rolledOver(customer, row.grant(), next, cause);
    }

    /** The grant that takes over, written down; null where nothing rolls over. It begins where the old one expired. */
    private @Nullable Grant next(GrantRow row, int number, long nowMicros) {
        Grant old = row.grant();
        Rollover rollover = row.rollover();
        Money part = rollover == null ? Money.ZERO : rollover.of(old.remaining());
        if (rollover == null || part.nanoUsd() == 0) {
            return null;
        }
        Grant next = new Grant(
                grants.openAccount(row.customerId(), old.kind()),
                old.kind(),
                old.priority(),
                old.expiresAtMicros(),
                Math.min(Micros.MAX, old.expiresAtMicros() + rollover.lifeMicros()),
                nowMicros,
                part,
                old.applicability());
        grants.insert(row.customerId(), next, Status.ACTIVE, rollover.next(), source(row, number));
        return next;
    }

    private static GrantSql.Source source(GrantRow row, int number) {
        return new GrantSql.Source("rollover", row.id() + ":" + number, null, SystemAccount.EXTERNAL_CLEARING);
    }
}
