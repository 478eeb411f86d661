package io.millrace.standalone.audit;

import io.millrace.billing.app.BillingAudit;
import io.millrace.billing.app.BillingTotals;
import io.millrace.billing.postgres.LedgerFigures;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.standalone.stack.BillingAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sums of the database and of Stripe, by the queries of the modules that own them. */
public final class StoreSums implements DatabaseSums {
    private final BillingAccess billing;

    public StoreSums(BillingAccess billing) {
        this.billing = billing;
    }

    @Override
    public Map<String, Sums> usageSums() {
        SinkTotals totals = read(UsageTotalsReader::read);
        Map<String, Sums> sums = new LinkedHashMap<>();
        sums.put("usage_event", sums(totals.events()));
        sums.put("minutes", sums(totals.minutes()));
        sums.put("hours", sums(totals.hours()));
        sums.put("days", sums(totals.days()));
        return sums;
    }

    @Override
    public long storedRows() {
        return read(UsageTotalsReader::rows);
    }

    @Override
    public long storedRecords() {
        return read(UsageTotalsReader::records);
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

    private <T> T read(Query<T> query) {
        try (Connection connection = billing.dataSource().getConnection()) {
            return query.on(connection);
        } catch (SQLException e) {
            throw new MillraceException(ErrorKind.EXTERNAL, "DATABASE", "database: no answer: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T on(Connection connection) throws SQLException;
    }
}
