package io.millrace.billing.postpaid;

import io.millrace.schemas.billing.BillingMode;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.usage.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * How a workspace pays.
 *
 * @param limit how far below zero its balance may go before the metering blocks, from $0. Prepaid: the overdraft limit.
 *     Postpaid: the credit limit, where $0 is none
 * @param postpaid when it is charged; null where it pays ahead, or where nobody said so and it is never charged by itself
 */
public record BillingTerms(
        String workspaceId,
        BillingMode mode,
        Money limit,
        @Nullable PostpaidTerms postpaid) {
    public BillingTerms {
        Attribution.requireWorkspaceId("workspace_id", workspaceId);
        if (limit.nanoUsd() < 0) {
            throw Expected.illegal("workspace " + workspaceId + " limit", limit, ">= $0");
        }
        if (postpaid != null && mode != BillingMode.POSTPAID) {
            throw Expected.illegal("workspace " + workspaceId + " postpaid terms", mode, "POSTPAID");
        }
    }

    public static BillingTerms prepaid(String workspaceId, Money overdraftLimit) {
        return new BillingTerms(workspaceId, BillingMode.PREPAID, overdraftLimit, null);
    }

    /** @param creditLimit above $0; null for none */
    public static BillingTerms postpaid(String workspaceId, @Nullable Money creditLimit, PostpaidTerms terms) {
        if (creditLimit != null && creditLimit.nanoUsd() <= 0) {
            throw Expected.illegal("workspace " + workspaceId + " credit_limit", creditLimit, "> $0, or none");
        }
        Money limit = creditLimit == null ? Money.ZERO : creditLimit;
        return new BillingTerms(workspaceId, BillingMode.POSTPAID, limit, terms);
    }
}
