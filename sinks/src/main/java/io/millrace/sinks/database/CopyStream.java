package io.millrace.sinks.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Rows on their way through COPY, a piece at a time: the server reads one while the next is being written, and no batch has to
 * fit into the buffer. Not thread-safe.
 */
final class CopyStream {
    /** Bytes that are sent at once, about. */
    private static final int PIECE = 128 * 1024;

    private final CopyManager copies;
    private final CopyBuffer buffer;

    /** @param buffer scratch space, for the time of a copy */
    CopyStream(Connection connection, CopyBuffer buffer) throws SQLException {
        copies = connection.unwrap(PGConnection.class).getCopyAPI();
        this.buffer = buffer;
    }

    /** Writes all rows, and sends at the end of a row what is enough for a piece. */
    @FunctionalInterface
    interface Rows {
        void write(Sender to) throws SQLException;
    }

    /** Takes rows in the buffer. */
    final class Sender {
        private final CopyIn copy;

        private Sender(CopyIn copy) {
            this.copy = copy;
        }

        /** Where the next row goes. */
        CopyBuffer buffer() {
            return buffer;
        }

        void endRow() throws SQLException {
            if (buffer.size() >= PIECE) {
                send();
            }
        }

        private void send() throws SQLException {
            copy.writeToCopy(buffer.bytes(), 0, buffer.size());
            buffer.clear();
        }
    }

    /** Copies the rows, all or none of them. */
    void copy(String sql, Rows rows) throws SQLException {
        CopyIn copy = copies.copyIn(sql);
        try {
            Sender sender = new Sender(copy);
            buffer.start();
            rows.write(sender);
            buffer.end();
            sender.send();
            copy.endCopy();
        } finally {
            // What could not be written, such as a sum that overflows, must not leave the connection in the copy.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
