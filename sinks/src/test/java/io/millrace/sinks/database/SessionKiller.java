package io.millrace.sinks.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Ends the sessions of the sinks from the server's side, after a pause. */
final class SessionKiller {
    private SessionKiller() {}

    /** How many were ended. */
    static int kill(Connection as, int afterMillis) throws SQLException {
        String sql = "select count(pg_terminate_backend(pid)) from pg_stat_activity, pg_sleep(? / 1000.0)"
                + " where application_name = 'millrace-sinks' and pid <> pg_backend_pid()";
        try (PreparedStatement statement = as.prepareStatement(sql)) {
            statement.setInt(1, afterMillis);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
