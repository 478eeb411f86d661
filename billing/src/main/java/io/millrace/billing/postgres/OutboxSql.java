package io.millrace.billing.postgres;

import io.millrace.schemas.billing.CreditEntry;
import org.jdbi.v3.core.Handle;

/**
 * Puts a credit on its way to Kafka, inside the transaction that books it. Every change of a balance but use is told; an id
 * that is there already is a fault of the caller, refused by the database.
 */
final class OutboxSql {
    private static final String INSERT = """
            INSERT INTO billing.outbox (credit_id, workspace_id, kind, amount_nano, grant_id, source, occurred_at_micros)
            VALUES (:credit, :workspace, :kind, :amount, :grant, :source, :occurred)
            """;

    private OutboxSql() {}

    static void add(Handle handle, CreditEntry credit) {
        handle.createUpdate(INSERT)
                .bind("credit", credit.creditId())
                .bind("workspace", credit.workspaceId())
                .bind("kind", credit.kind().name())
                .bind("amount", credit.amount().nanoUsd())
                .bind("grant", credit.grantId())
                .bind("source", credit.source())
                .bind("occurred", credit.occurredAtMicros())
                .execute();
    }
}
