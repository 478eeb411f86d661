package io.millrace.billing.postgres;

import io.millrace.schemas.error.MillraceException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Parts of accounts that stores in other packages share, inside a transaction of theirs. */
public final class AccountSql {
    private static final String METHOD = """
            UPDATE billing.customer SET payment_method = :method, card_last4 = :last4 WHERE id = :id
            """;
    /** Top-ups that wait for another try with the card that was. */
    private static final String WAKE =
            "UPDATE billing.topup SET lease_until = now() WHERE customer_id = :id AND state = 'WAITING'";

    private static final String CLOSING =
            "SELECT closing_at IS NOT NULL FROM billing.customer WHERE id = :id FOR SHARE";

    private AccountSql() {}

    /** Opens the account where there is none. */
    public static void open(Handle handle, String workspaceId) {
        new CustomerSql(handle).openMissing(List.of(workspaceId));
    }

    /** Locks the account; before any top-up of it, so that locks never cross. False where there is none. */
    public static boolean lock(Handle handle, String workspaceId) {
        return !new CustomerSql(handle).lock(List.of(workspaceId)).isEmpty();
    }

    /**
     * Holds the account open until the transaction ends.
     *
     * @throws MillraceException code ACCOUNT_CLOSED
     */
    public static void requireOpen(Handle handle, String workspaceId) {
        if (!isOpen(handle, workspaceId)) {
            throw MillraceException.user("ACCOUNT_CLOSED", "workspace", workspaceId, "one that is not closed");
        }
    }

    /** Whether it is neither closed nor being closed; so it stays until the transaction ends. */
    public static boolean isOpen(Handle handle, String workspaceId) {
        return !handle.createQuery(CLOSING)
                .bind("id", workspaceId)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /** Another payment method takes the place of the one that was; what the old one paused goes on. The account is locked. */
    public static void setPaymentMethod(Handle handle, String workspaceId, String method, @Nullable String last4) {
        handle.createUpdate(METHOD)
                .bind("method", method)
                .bind("last4", last4)
                .bind("id", workspaceId)
                .execute();
        goOn(handle, workspaceId);
    }

    /** What the payment method that was had paused. */
    static void goOn(Handle handle, String workspaceId) {
        RechargeSql.resume(handle, workspaceId, false, true);
        handle.createUpdate(WAKE).bind("id", workspaceId).execute();
    }
}
