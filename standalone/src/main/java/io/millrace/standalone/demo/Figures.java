package io.millrace.standalone.demo;

import io.millrace.schemas.money.Money;
import io.millrace.sinks.query.Grouping;
import io.millrace.sinks.query.ReportQuery;
import io.millrace.sinks.query.SpendLine;
import io.millrace.sinks.query.UsageReport;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.view.Progress;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/** Figures for a view, from the rollups of all the data that is kept. Thread-safe. */
final class Figures {
    private static final int ALL = 10_000;
    private static final String RECORDS = "select coalesce(sum(requests), 0)::bigint from usage_by_day";
    private static final String LATENCY = "select latency_quantile(0.5, all_calls), latency_quantile(0.95, all_calls),"
            + " latency_quantile(0.99, all_calls)"
            + " from (select latency_merge(latency_offset, latency_counts) as all_calls from usage_by_day) as merged";

    private final DatabaseAccess database;

    /** @param database under a login that reads every workspace */
    Figures(DatabaseAccess database) {
        this.database = database;
    }

    long storedRecords() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(RECORDS)) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    List<Progress.Spend> topModels(int limit) {
        return spend(Grouping.MODEL, limit);
    }

    List<Progress.Spend> topWorkspaces(int limit) {
        return spend(Grouping.WORKSPACE, limit);
    }

    Money charged() {
        return spend(Grouping.WORKSPACE, ALL).stream()
                .map(Progress.Spend::charge)
                .reduce(Money.ZERO, Money::plus);
    }

    /** Over all calls: the histograms of all days, merged. */
    Progress.Latency latency() {
        return database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(LATENCY)) {
                row.next();
                return new Progress.Latency(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    private List<Progress.Spend> spend(Grouping by, int limit) {
        return database.read(connection -> UsageReport.spend(connection, query(by, limit)).stream()
                .map(Figures::spend)
                .toList());
    }

    private static Progress.Spend spend(SpendLine line) {
        return new Progress.Spend(line.value(), line.requests(), new Money(line.chargeNanoUsd()));
    }

    private static ReportQuery query(Grouping by, int limit) {
        return new ReportQuery(by, null, null, limit);
    }
}
