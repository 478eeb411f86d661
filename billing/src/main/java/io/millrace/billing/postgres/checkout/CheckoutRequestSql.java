package io.millrace.billing.postgres.checkout;

import io.millrace.billing.postgres.AccountSql;
import io.millrace.schemas.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Opens top-ups that are paid on a page, inside a transaction. */
final class CheckoutRequestSql {
    private static final String TOP_UP = """
            INSERT INTO billing.topup (id, customer_id, amount_cents, kind, state, payment)
            VALUES (:id, :workspace, :amount, 'MANUAL', 'PENDING', 'CHECKOUT') ON CONFLICT (id) DO NOTHING
            """;
    private static final String CHECKOUT = """
            INSERT INTO billing.checkout (topup_id, return_url, expires_at_seconds, save_card)
            VALUES (:id, :url, floor(extract(epoch FROM now()))::bigint + :life, :save)
            """;
    private static final String SAME =
            "SELECT amount_cents = :amount AND payment = 'CHECKOUT' FROM billing.topup WHERE id = :id";

    private final Handle handle;

    CheckoutRequestSql(Handle handle) {
        this.handle = handle;
    }

    UUID request(String workspaceId, long amountCents, String key, String returnUrl, boolean saveCard, Duration life) {
        UUID id = UUID.nameUUIDFromBytes(("topup|" + workspaceId + "|" + key).getBytes(StandardCharsets.UTF_8));
        AccountSql.open(handle, workspaceId);
        int opened = handle.createUpdate(TOP_UP)
                .bind("id", id)
                .bind("workspace", workspaceId)
                .bind("amount", amountCents)
                .execute();
        if (opened == 0) {
            requireSame(id, amountCents, key);
            return id;
        }
        AccountSql.requireOpen(handle, workspaceId);
        handle.createUpdate(CHECKOUT)
                .bind("id", id)
                .bind("url", returnUrl)
                .bind("life", life.toSeconds())
                .bind("save", saveCard)
                .execute();
        return id;
    }

    private void requireSame(UUID id, long amountCents, String key) {
        boolean same = handle.createQuery(SAME)
                .bind("amount", amountCents)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
        if (!same) {
            throw MillraceException.user(
                    "TOP_UP_CONFLICT", "top-up " + key, amountCents + " cents by checkout", "what it was opened for");
        }
    }
}
