package io.millrace.standalone.demo;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.sinks.query.Grouping;
import io.millrace.sinks.query.ReportQuery;
import io.millrace.sinks.query.SpendLine;
import io.millrace.sinks.query.UsageReport;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.standalone.view.Progress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** Figures for a view, from the rollups of all the data that is kept. Thread-safe. */
final class Figures {
    private static final int ALL = 10_000;
    private static final String LATENCY = "select latency_quantile(0.5, all_calls), latency_quantile(0.95, all_calls),"
            + " latency_quantile(0.99, all_calls)"
            + " from (select latency_merge(latency_offset, latency_counts) as all_calls from usage_day) as merged";

    private final DataSource dataSource;

    Figures(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    long storedRecords() {
        return read(UsageTotalsReader::records);
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
        return read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(LATENCY)) {
                row.next();
                return new Progress.Latency(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    private List<Progress.Spend> spend(Grouping by, int limit) {
        return read(connection -> UsageReport.spend(connection, query(by, limit)).stream()
                .map(Figures::spend)
                .toList());
    }

    private static Progress.Spend spend(SpendLine line) {
        return new Progress.Spend(line.value(), line.requests(), new Money(line.chargeNanoUsd()));
    }

    private static ReportQuery query(Grouping by, int limit) {
        return new ReportQuery(by, null, null, limit);
    }

    private <T> T read(Query<T> query) {
        try (Connection connection = dataSource.getConnection()) {
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
