package io.millrace.billing.postgres;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Funding;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Books a grant: account, grant, transfers, balance and the credit on its way to Kafka. Inside a transaction. */
final class GrantSql {
    private static final String INSERT_ACCOUNT = """
            INSERT INTO billing.account (id, kind, owner_id)
            VALUES (nextval('billing.account_id'), :kind, :owner) RETURNING id
            """;
    private static final String INSERT_GRANT = """
            INSERT INTO billing.credit_grant (id, customer_id, kind, priority, effective_at_micros, expires_at_micros,
                created_at_micros, granted_nano, remaining_nano, source_type, source_id, payment_intent)
            VALUES (:id, :customer, :kind, :priority, :effective, :expires,
                :created, :granted, :granted, :sourceType, :sourceId, :intent)
            """;
    private static final String INSERT_OUTBOX = """
            INSERT INTO billing.outbox (credit_id, workspace_id, kind, amount_nano, grant_id, source, occurred_at_micros)
            VALUES (:credit, :workspace, :kind, :amount, :grant, :source, :occurred)
            """;

    /** Where a grant comes from; unique, so that nothing is granted twice. */
    record Source(String type, String id, @Nullable String paymentIntent, SystemAccount paidFrom) {
        /** Deterministic; the credit id and the cause of the transfers are made of it. */
        String name() {
            return type + ":" + id;
        }

        UUID cause() {
            return UUID.nameUUIDFromBytes(("grant|" + name()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private final Handle handle;

    GrantSql(Handle handle) {
        this.handle = handle;
    }

    /** The customer's row is locked already, and the source is known to be new. */
    void book(CustomerAccounts customer, NewGrant wanted, Source source, long nowMicros) {
        AccountId account = openAccount(customer.customerId(), wanted.kind());
        Grant grant = new Grant(
                account,
                wanted.kind(),
                wanted.priority(),
                Grant.ALWAYS,
                wanted.expiresAtMicros(),
                nowMicros,
                wanted.amount());
        insert(customer.customerId(), grant, source);
        Funding funding = Funding.of(customer, grant, source.paidFrom(), source.cause());
        new PostingSql(handle).insertTransfers(null, funding.transfers());
        new CustomerSql(handle).update(List.of(funding.after()));
        announce(customer.customerId(), account, wanted.amount(), source, nowMicros);
    }

    private AccountId openAccount(String customerId, GrantKind kind) {
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

    private void insert(String customerId, Grant grant, Source source) {
        handle.createUpdate(INSERT_GRANT)
                .bind("id", grant.account().value())
                .bind("customer", customerId)
                .bind("kind", grant.kind().name())
                .bind("priority", grant.priority())
                .bind("effective", grant.effectiveAtMicros())
                .bind("expires", grant.expiresAtMicros() == Grant.NEVER ? null : grant.expiresAtMicros())
                .bind("created", grant.createdAtMicros())
                .bind("granted", grant.remaining().nanoUsd())
                .bind("sourceType", source.type())
                .bind("sourceId", source.id())
                .bind("intent", source.paymentIntent())
                .execute();
    }

    private void announce(String customerId, AccountId account, Money amount, Source source, long nowMicros) {
        handle.createUpdate(INSERT_OUTBOX)
                .bind("credit", "grant:" + source.name())
                .bind("workspace", customerId)
                .bind("kind", CreditKind.GRANT.name())
                .bind("amount", amount.nanoUsd())
                .bind("grant", Long.toString(account.value()))
                .bind("source", source.name())
                .bind("occurred", nowMicros)
                .execute();
    }
}
