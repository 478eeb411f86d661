package io.millrace.privacy.postgres;

import io.millrace.schemas.time.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;

/** Workspaces of which nothing goes. Stateless; each call is one transaction. */
public final class LegalHolds {
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('millrace.retention', 0))";
    private static final String HOLD = "insert into privacy.legal_hold values (?, ?, ?, ?) on conflict do nothing";

    private LegalHolds() {}

    /** Waits for what is going at the moment; once it returns, nothing goes any more. False: it was held already. */
    public static boolean hold(Connection connection, String workspace, String reason, String who, long nowMicros)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement lock = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(HOLD)) {
            lock.execute(LOCK);
            insert.setString(1, workspace);
            insert.setString(2, reason);
            insert.setString(3, who);
            insert.setObject(4, Micros.toInstant(nowMicros).atOffset(ZoneOffset.UTC));
            boolean held = insert.executeUpdate() == 1;
            connection.commit();
            return held;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** False: it was not held. */
    public static boolean release(Connection connection, String workspace) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from privacy.legal_hold where workspace_id = ?")) {
            delete.setString(1, workspace);
            return delete.executeUpdate() == 1;
        }
    }
}
