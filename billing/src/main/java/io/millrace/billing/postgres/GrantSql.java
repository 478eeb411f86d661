package io.millrace.billing.postgres;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Funding;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Rollover;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.postgres.GrantRow.Status;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Books grants: account, grant, transfers, balance and the credit on its way to Kafka. Inside a transaction that has locked
 * the customer. One that begins later is written down now, and funded when it begins.
 */
final class GrantSql {
    private static final String INSERT_ACCOUNT = """
            INSERT INTO billing.account (id, kind, owner_id)
            VALUES (nextval('billing.account_id'), :kind, :owner) RETURNING id
            """;
    private static final String INSERT_GRANT = """
            INSERT INTO billing.credit_grant (id, customer_id, kind, priority, effective_at_micros, expires_at_micros,
                created_at_micros, granted_nano, remaining_nano, status, source_type, source_id, payment_intent,
                models, providers, features, rollover_share_ppm, rollover_most_nano, rollover_life_micros, rollover_times)
            VALUES (:id, :customer, :kind, :priority, :effective, :expires,
                :created, :granted, :remaining, :status, :sourceType, :sourceId, :intent,
                :models, :providers, :features, :share, :most, :life, :times)
            """;
    private static final String DUE = "SELECT " + GrantRow.COLUMNS + """
            FROM billing.credit_grant WHERE customer_id = :id AND status = 'PENDING' AND effective_at_micros <= :at
            ORDER BY effective_at_micros, id
            """;
    private static final String OPEN =
            "UPDATE billing.credit_grant SET status = 'ACTIVE', remaining_nano = granted_nano WHERE id = :id";

    /** Where a grant comes from; unique, so that nothing is granted twice. */
    record Source(String type, String id, @Nullable String paymentIntent, SystemAccount paidFrom) {
        /** Deterministic; the credit id and the cause of the transfers are made of it. */
        String name() {
            return type + ":" + id;
        }

        UUID cause() {
            return causeOf(name());
        }
    }

    private final Handle handle;

    GrantSql(Handle handle) {
        this.handle = handle;
    }

    private static UUID causeOf(String source) {
        return UUID.nameUUIDFromBytes(("grant|" + source).getBytes(StandardCharsets.UTF_8));
    }

    /** The source is known to be new. */
    void book(CustomerAccounts customer, NewGrant wanted, Source source, long nowMicros) {
        Grant grant = new Grant(
                openAccount(customer.customerId(), wanted.kind()),
                wanted.kind(),
                wanted.priority(),
                wanted.effectiveAtMicros(),
                wanted.expiresAtMicros(),
                nowMicros,
                wanted.amount(),
                wanted.applicability());
        if (wanted.effectiveAtMicros() > nowMicros) {
            insert(customer.customerId(), grant, Status.PENDING, wanted.rollover(), source);
            return;
        }
        insert(customer.customerId(), grant, Status.ACTIVE, wanted.rollover(), source);
        fund(customer, grant, source.name(), source.paidFrom(), nowMicros);
    }

    /** Funds the grants of a customer that begin at the instant or before; one of time to come keeps waiting. */
    void openDue(String customerId, long atMicros) {
        List<GrantRow> due = handle.createQuery(DUE)
                .bind("id", customerId)
                .bind("at", atMicros)
                .map((row, context) -> GrantRow.of(row))
                .list();
        CustomerSql customers = new CustomerSql(handle);
        for (GrantRow row : due) {
            // Read before the row holds its amount: the grant is not yet among the customer's.
            CustomerAccounts customer = customers.lock(List.of(customerId)).get(0);
            handle.createUpdate(OPEN).bind("id", row.grant().account().value()).execute();
            fund(
                    customer,
                    row.grant().holding(row.granted()),
                    row.source(),
                    SystemAccount.EXTERNAL_CLEARING,
                    row.grant().effectiveAtMicros());
        }
    }

    private void fund(CustomerAccounts customer, Grant grant, String source, SystemAccount paidFrom, long atMicros) {
        Funding funding = Funding.of(customer, grant, paidFrom, causeOf(source));
        new PostingSql(handle).insertTransfers(null, funding.transfers());
        new CustomerSql(handle).update(List.of(funding.after()));
        announce(customer.customerId(), grant.account(), grant.remaining(), source, atMicros);
    }

    AccountId openAccount(String customerId, GrantKind kind) {
        return new AccountId(handle.createQuery(INSERT_ACCOUNT)
                .bind("kind", accountKind(kind))
                .bind("owner", customerId)
                .mapTo(Long.class)
                .one());
    }

    private static String accountKind(GrantKind kind) {
        return switch (kind) {
            case PAID -> "grant_paid";
            case PROMOTIONAL -> "grant_promo";
            case TRIAL -> "grant_trial";
        };
    }

    void insert(String customerId, Grant grant, Status status, @Nullable Rollover rollover, Source source) {
        long granted = grant.remaining().nanoUsd();
        var insert = handle.createUpdate(INSERT_GRANT)
                .bind("id", grant.account().value())
                .bind("customer", customerId)
                .bind("kind", grant.kind().name())
                .bind("priority", grant.priority())
                .bind("effective", grant.effectiveAtMicros())
                .bind("expires", grant.expiresAtMicros() == Grant.NEVER ? null : grant.expiresAtMicros())
                .bind("created", grant.createdAtMicros())
                .bind("granted", granted)
                .bind("remaining", status == Status.PENDING ? 0 : granted)
                .bind("status", status.name())
                .bind("sourceType", source.type())
                .bind("sourceId", source.id())
                .bind("intent", source.paymentIntent());
        GrantColumns.bind(GrantColumns.bind(insert, grant.applicability()), rollover)
                .execute();
    }

    void announce(String customerId, AccountId account, Money amount, String source, long atMicros) {
        OutboxSql.add(
                handle,
                new CreditEntry(
                        "grant:" + source,
                        customerId,
                        CreditKind.GRANT,
                        amount,
                        Long.toString(account.value()),
                        source,
                        atMicros));
    }
}
