package io.millrace.sinks.maintenance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls {@code millrace_maintain()} until it has nothing left to do. Each call is a transaction of its own that deletes a
 * bounded number of rows, so what was done stays done when a later one fails. Safe in many processes at once.
 */
public final class Maintenance {
    /** Rows of a table in one transaction: about a second of work. */
    static final int ROWS_MAX = 50_000;

    private static final String CALL = "select action, what, amount, more from millrace_maintain(?)";

    private Maintenance() {}

    /** What was done, added up over the calls; in the order in which it was first done. Commits. */
    public static List<MaintenanceLine> run(Connection connection) throws SQLException {
        return run(connection, ROWS_MAX);
    }

    /** @param rowsMax rows of a table in one transaction, at least 1 */
    static List<MaintenanceLine> run(Connection connection, int rowsMax) throws SQLException {
        connection.setAutoCommit(true);
        Map<List<String>, Long> done = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(CALL)) {
            statement.setInt(1, rowsMax);
            boolean more = true;
            while (more && !Thread.currentThread().isInterrupted()) {
                more = call(statement, done);
            }
        }
        List<MaintenanceLine> lines = new ArrayList<>();
        done.forEach((key, amount) -> lines.add(new MaintenanceLine(key.get(0), key.get(1), amount)));
        return lines;
    }

    private static boolean call(PreparedStatement statement, Map<List<String>, Long> done) throws SQLException {
        boolean more = false;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                done.merge(List.of(rows.getString(1), rows.getString(2)), rows.getLong(3), Long::sum);
                more |= rows.getBoolean(4);
            }
        }
        return more;
    }
}
