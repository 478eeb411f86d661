package io.millrace.sinks.maintenance;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Calls {@code usage_model_merge()} until every minute that ended is worked out. Safe in many processes at once. */
final class ModelMinutes {
    /** Minutes in one transaction: a second or two of work. */
    private static final int MINUTES_MAX = 60;

    private ModelMinutes() {}

    static void merge(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select usage_model_merge(?)")) {
            statement.setInt(1, MINUTES_MAX);
            boolean more = true;
            while (more && !Thread.currentThread().isInterrupted()) {
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    more = row.getInt(1) == MINUTES_MAX;
                }
            }
        }
    }
}
