package io.millrace.billing.postgres.checkout;

import io.millrace.billing.checkout.Checkout;
import io.millrace.billing.checkout.KeptCard;
import io.millrace.billing.postgres.AccountSql;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Keeps the card of a checkout once, inside a transaction. */
final class KeptCardSql {
    private static final String KEPT = """
            UPDATE billing.checkout SET card_kept_at = now(), version = version + 1
            WHERE topup_id = :id AND card_kept_at IS NULL
            """;

    private final Handle handle;

    KeptCardSql(Handle handle) {
        this.handle = handle;
    }

    void keep(Checkout checkout, @Nullable KeptCard card) {
        AccountSql.lock(handle, checkout.workspaceId());
        int first = handle.createUpdate(KEPT).bind("id", checkout.topUpId()).execute();
        if (first == 1 && card != null && AccountSql.isOpen(handle, checkout.workspaceId())) {
            AccountSql.setPaymentMethod(handle, checkout.workspaceId(), card.paymentMethod(), card.last4());
        }
    }
}
