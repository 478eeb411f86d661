package io.millrace.billing.app;

import io.millrace.billing.postgres.LedgerFigures;
import java.util.List;

/**
 * The books and the provider's list, side by side.
 *
 * @param paidGrants grants that a payment at the provider paid for
 * @param paidGrantCents the same in whole cents
 * @param providerPayments in the provider's own list of payments that succeeded
 * @param providerCents the same in whole cents
 * @param differences of the books in themselves, and of the two lists; empty when all is right
 */
public record BillingTotals(
        LedgerFigures ledger,
        long paidGrants,
        long paidGrantCents,
        long providerPayments,
        long providerCents,
        List<String> differences) {
    public BillingTotals {
        differences = List.copyOf(differences);
    }

    public boolean holds() {
        return differences.isEmpty();
    }
}
