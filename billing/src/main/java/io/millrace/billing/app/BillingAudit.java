package io.millrace.billing.app;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.LedgerAudit;
import io.millrace.billing.postgres.LedgerFigures;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Compares the ledger with itself and with the provider's own list. Exact when nothing is being charged: a payment between
 * its success and its booking shows as a difference.
 */
public final class BillingAudit {
    private BillingAudit() {}

    /** @throws io.millrace.billing.charging.GatewayException when the provider's list cannot be had */
    public static BillingTotals totals(DataSource dataSource, PaymentGateway gateway) {
        Map<String, Long> provider = new TreeMap<>();
        gateway.listSucceeded().forEach((Intent intent) -> provider.put(intent.id(), intent.amountCents()));
        LedgerFigures ledger = LedgerAudit.read(dataSource);
        List<String> differences = new ArrayList<>(ledger.differences());
        compare(differences, "usage transfers", used(ledger), "Σ charge of drawdowns", ledger.charge());
        compare(differences, "debits", ledger.debits(), "Σ credits", ledger.credits());
        Money left = ledger.intoGrants().minus(ledger.outOfGrants());
        compare(differences, "into grants less out of grants", left, "Σ remaining", ledger.remaining());
        differences.addAll(payments(ledger.topUpCents(), provider));
        return new BillingTotals(
                ledger,
                ledger.topUpCents().size(),
                sum(ledger.topUpCents()),
                provider.size(),
                sum(provider),
                differences);
    }

    private static Money used(LedgerFigures ledger) {
        return ledger.usageFromGrants().plus(ledger.usageOnReceivable());
    }

    private static void compare(List<String> differences, String thing, Money value, String rule, Money wanted) {
        if (!value.equals(wanted)) {
            differences.add(Expected.message(thing, value, rule + " " + wanted));
        }
    }

    /** Payment by payment, since equal sums can hide two errors. */
    private static List<String> payments(Map<String, Long> granted, Map<String, Long> provider) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> ids = new TreeSet<>(granted.keySet());
        ids.addAll(provider.keySet());
        for (String id : ids) {
            Long grantedCents = granted.get(id);
            Long providerCents = provider.get(id);
            if (grantedCents == null) {
                differences.add(Expected.message("payment " + id, providerCents + " cents, not granted", "a grant"));
            } else if (providerCents == null) {
                differences.add(Expected.message("grant of " + id, grantedCents + " cents, not paid", "a payment"));
            } else if (!grantedCents.equals(providerCents)) {
                differences.add(
                        Expected.message("grant of " + id, grantedCents + " cents", providerCents + " cents, as paid"));
            }
        }
        return differences;
    }

    private static long sum(Map<String, Long> cents) {
        return cents.values().stream().mapToLong(Long::longValue).sum();
    }
}
