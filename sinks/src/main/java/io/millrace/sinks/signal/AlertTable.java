package io.millrace.sinks.signal;

import io.millrace.schemas.budget.BudgetAlert;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The table budget_alert: each alert once. */
final class AlertTable {
    private static final String INSERT =
            "insert into budget_alert (alert_id, occurred_at, kind, workspace_id, policy_id,"
                    + " dimension, value, measure, threshold, threshold_percent, used, limit_amount, window_start, window_end,"
                    + " projected_used) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";

    private AlertTable() {}

    /** Not committed. */
    static int insert(Connection connection, List<BudgetAlert> alerts) throws SQLException {
        if (alerts.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Columns columns = new Columns(statement);
            for (BudgetAlert alert : alerts) {
                set(columns, alert);
            }
            return statement.executeBatch().length;
        }
    }

    private static void set(Columns columns, BudgetAlert alert) throws SQLException {
        columns.set(alert.alertId())
                .time(alert.occurredAtMicros())
                .set(alert.kind())
                .set(alert.scope().workspaceId())
                .set(alert.policyId())
                .set(alert.scope().dimension())
                .set(alert.scope().value())
                .set(alert.measure())
                .set(alert.threshold())
                .set(alert.thresholdPercent())
                .set(alert.used())
                .set(alert.limit())
                .time(alert.window().startMicros())
                .time(alert.window().endMicros())
                .set(alert.projectedUsed())
                .addTo();
    }
}
