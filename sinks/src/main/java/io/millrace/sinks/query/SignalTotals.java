package io.millrace.sinks.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Rows of the signals' tables, as of one instant.
 *
 * @param alerts see budget_alert
 * @param scopes see budget_state
 * @param refusals see rejected_record
 */
public record SignalTotals(long alerts, long scopes, long refusals) {
    private static final String SQL = "select (select count(*) from budget_alert), (select count(*) from budget_state),"
            + " (select count(*) from rejected_record)";

    /** Closes nothing. */
    public static SignalTotals read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            rows.next();
            return new SignalTotals(rows.getLong(1), rows.getLong(2), rows.getLong(3));
        }
    }
}
