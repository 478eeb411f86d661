package io.millrace.sinks.signal;

import io.millrace.sinks.database.DataFault;
import io.millrace.sinks.database.Reconnecting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One connection, and the transaction that writes a batch. Not thread-safe; after an SQLException that is not a
 * {@link DataFault} the session is of no more use.
 */
final class SignalSession implements Reconnecting.Session {
    private static final String REFUSE =
            "insert into signal_refused (topic, kafka_partition, kafka_offset, reason, raw) values (?, ?, ?, ?, ?)"
                    + " on conflict do nothing";

    private final Connection connection;

    SignalSession(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
    }

    /** Writes all of it or nothing; returns how many statements that took, never 0. */
    int write(SignalBatch batch) throws SQLException, DataFault {
        try {
            int statements = AlertTable.insert(connection, batch.alerts())
                    + RejectedTable.insert(connection, batch.refusals())
                    + StateTable.apply(connection, batch.scopes());
            connection.commit();
            return statements;
        } catch (SQLException e) {
            if (!DataFault.isOne(e)) {
                throw e;
            }
            connection.rollback();
            throw new DataFault(e);
        }
    }

    int refuse(SignalFrame frame, String reason) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REFUSE)) {
            statement.setString(1, frame.topic());
            statement.setInt(2, frame.partition());
            statement.setLong(3, frame.offset());
            statement.setString(4, reason.replace('\0', ' ')); // a NUL is the one character no text may hold
            statement.setBytes(5, frame.value() == null ? frame.key() : frame.value());
            int rows = statement.executeUpdate();
            connection.commit();
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
