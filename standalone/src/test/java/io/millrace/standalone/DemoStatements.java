package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.postgres.statement.StatementStore;
import io.millrace.billing.statement.Statement;
import io.millrace.billing.statement.UsageRow;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Ports;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Statements of a database that a demonstration left, beside the rollups that the sinks wrote into it on their own. */
final class DemoStatements {
    /** Whose corrections may be taken off other lines: a line is never below 0. */
    private static final String CORRECTED = "SELECT workspace_id FROM usage_event WHERE corrected_by IS NOT NULL";

    /** By the minute, since months of some zones begin at half past an hour of UTC. */
    private static final String ROLLUPS = """
            SELECT u.workspace_id || ' ' || to_char(u.bucket AT TIME ZONE z.zone, 'YYYY-MM') || ' ' || u.provider || ' ' || u.model
                || ' ' || coalesce(u.feature, '') || ' ' || sum(u.charge_nano_usd) AS line
            FROM usage_minute u JOIN (SELECT DISTINCT workspace, zone FROM billing.usage_line) z ON z.workspace = u.workspace_id
            WHERE u.workspace_id <> ALL (%s)
            GROUP BY u.workspace_id, to_char(u.bucket AT TIME ZONE z.zone, 'YYYY-MM'), u.provider, u.model, u.feature
            """.formatted(CORRECTED);

    private static final String MONTHS = "SELECT DISTINCT workspace, month FROM billing.usage_line ORDER BY 1, 2";
    private static final String LEDGER = """
            SELECT id || ' ' || balance_nano || ' ' || drawn_nano FROM billing.customer WHERE id IN (SELECT workspace FROM billing.usage_line)
            """;

    private DemoStatements() {}

    private record Month(String workspace, YearMonth month) {}

    /**
     * Credit is booked now, whenever the calls were: the balance is that of this month.
     *
     * @return the months with usage
     */
    static Set<YearMonth> assertEqualToRollupsAndLedger(Path directory) throws SQLException {
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.open(directory));
            Endpoints endpoints = Infrastructure.start(open, data, Ports.FREE, Catalogue.topics());
            BillingAccess billing = open.add(BillingAccess.open(endpoints, Catalogue.topics()));
            return compare(billing, endpoints);
        }
    }

    private static Set<YearMonth> compare(BillingAccess billing, Endpoints endpoints) throws SQLException {
        SystemClock clock = new SystemClock();
        StatementStore store = new StatementStore(billing.dataSource(), clock, StatementStore.LATENESS);
        List<String> lines = new ArrayList<>();
        Set<String> corrected = Set.copyOf(rows(endpoints, CORRECTED));
        Set<String> ledger = new TreeSet<>();
        Set<YearMonth> months = new HashSet<>();
        String workspace = "";
        long drawn = 0;
        List<Month> all = months(billing);
        for (int i = 0; i < all.size(); i++) {
            Month month = all.get(i);
            Statement statement =
                    store.statement(month.workspace(), month.month()).statement();
            drawn = month.workspace().equals(workspace) ? drawn : 0;
            workspace = month.workspace();
            drawn += statement.charge().nanoUsd();
            if (!corrected.contains(workspace)) {
                statement.usage().forEach(row -> lines.add(line(month, row)));
            }
            months.add(month.month());
            if (i + 1 == all.size() || !all.get(i + 1).workspace().equals(workspace)) {
                YearMonth current = YearMonth.from(Micros.toInstant(clock.nowMicros())
                        .atZone(statement.period().zone()));
                Statement latest = store.statement(workspace, current).statement();
                ledger.add(workspace + " " + latest.closing().nanoUsd() + " " + drawn);
            }
        }
        assertThat(lines).hasSizeGreaterThan(20).containsExactlyInAnyOrderElementsOf(rows(endpoints, ROLLUPS));
        assertThat(ledger).isEqualTo(new TreeSet<>(rows(endpoints, LEDGER)));
        return months;
    }

    private static String line(Month month, UsageRow row) {
        return month.workspace() + " " + month.month() + " " + row.provider() + " " + row.model() + " " + row.feature()
                + " " + row.charge().nanoUsd();
    }

    private static List<Month> months(BillingAccess billing) throws SQLException {
        List<Month> months = new ArrayList<>();
        try (Connection connection = billing.dataSource().getConnection();
                ResultSet row = connection.createStatement().executeQuery(MONTHS)) {
            while (row.next()) {
                int month = row.getInt("month");
                months.add(new Month(row.getString("workspace"), YearMonth.of(month / 100, month % 100)));
            }
        }
        return months;
    }

    /** As the owner, who alone reads the tables of both sides. */
    private static List<String> rows(Endpoints endpoints, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(endpoints.jdbcUrl(Login.OWNER));
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
