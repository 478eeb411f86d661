package io.millrace.billing.postgres;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.usage.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace pays.
 *
 * @param autoRecharge null where its card is never charged by itself
 * @param paymentMethod the provider's id of its card; null where it has none
 */
public record AccountTerms(
        String workspaceId,
        BillingMode mode,
        @Nullable AutoRecharge autoRecharge,
        @Nullable String paymentMethod) {
    public AccountTerms {
        Attribution.requireWorkspaceId("workspace_id", workspaceId);
        if (autoRecharge != null && (mode != BillingMode.PREPAID || paymentMethod == null)) {
            throw Expected.illegal(
                    "workspace " + workspaceId + " auto_recharge", mode, "PREPAID with a payment method");
        }
    }
}
