package io.millrace.standalone.audit;

import io.millrace.billing.app.BillingAudit;
import io.millrace.billing.app.BillingTotals;
import io.millrace.billing.postgres.LedgerFigures;
import io.millrace.sinks.query.SignalTotals;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.DatabaseAccess;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sums of the database and of Stripe, by the queries of the modules that own them. */
public final class StoreSums implements DatabaseSums {
    private final DatabaseAccess usage;
    private final BillingAccess billing;

    /** @param usage under a login that reads every table of the sinks */
    public StoreSums(DatabaseAccess usage, BillingAccess billing) {
        this.usage = usage;
        this.billing = billing;
    }

    @Override
    public Map<String, Sums> usageSums() {
        SinkTotals totals = usage.read(UsageTotalsReader::read);
        Map<String, Sums> sums = new LinkedHashMap<>();
        sums.put("usage_event", sums(totals.events()));
        sums.put("minutes", sums(totals.minutes()));
        sums.put("hours", sums(totals.hours()));
        sums.put("days", sums(totals.days()));
        return sums;
    }

    @Override
    public long storedRows() {
        return usage.read(UsageTotalsReader::rows);
    }

    @Override
    public long storedRecords() {
        return usage.read(UsageTotalsReader::records);
    }

    @Override
    public long postedDrawdowns() {
        return totals().ledger().drawdowns();
    }

    @Override
    public LedgerSums ledgerSums() {
        BillingTotals totals = totals();
        LedgerFigures ledger = totals.ledger();
        return new LedgerSums(
                ledger.drawdowns(),
                ledger.usageFromGrants().plus(ledger.usageOnReceivable()).nanoUsd(),
                ledger.debits().nanoUsd(),
                ledger.credits().nanoUsd(),
                totals.paidGrantCents(),
                totals.providerCents(),
                totals.differences().size());
    }

    @Override
    public SignalSums signalSums() {
        SignalTotals totals = usage.read(SignalTotals::read);
        return new SignalSums(totals.alerts(), totals.scopes(), totals.refusals());
    }

    private BillingTotals totals() {
        return BillingAudit.totals(billing.dataSource(), billing.gateway());
    }

    private static Sums sums(UsageTotals totals) {
        return new Sums(
                totals.records(),
                totals.inputTokens(),
                totals.outputTokens(),
                totals.cachedTokens(),
                totals.costNanoUsd(),
                totals.chargeNanoUsd());
    }
}
