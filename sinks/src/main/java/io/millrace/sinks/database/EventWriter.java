package io.millrace.sinks.database;

import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Adds rows to usage_event, inside the transaction of its session; their partitions must be there. Not thread-safe. */
public final class EventWriter {
    static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final CopyStream copies;
    private final PreparedStatement insert;
    /** Not at first: what comes after a restart is often known. */
    private boolean expectNew;

    /**
     * Makes its staging table. Not committed.
     *
     * @param buffer scratch space, for the time of a call
     */
    public EventWriter(Connection connection, CopyBuffer buffer) throws SQLException {
        this.connection = connection;
        copies = new CopyStream(connection, buffer);
        try (Statement statement = connection.createStatement()) {
            for (String sql : UsageEventTable.STAGE) {
                statement.execute(sql);
            }
        }
        insert = connection.prepareStatement(UsageEventTable.INSERT);
    }

    /**
     * Inserts the rows that are new, none of them twice among these, and returns those. Not committed.
     * Where the batch before held nothing known, this one is copied straight into the table, which costs less than half;
     * a row that is known after all undoes that, and the batch is staged.
     */
    public List<UsageRow> add(List<UsageRow> rows) throws SQLException {
        if (expectNew && copiedStraight(rows)) {
            return rows;
        }
        List<UsageRow> added = staged(rows);
        expectNew = added.size() == rows.size();
        return added;
    }

    private boolean copiedStraight(List<UsageRow> rows) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            copy(UsageEventTable.COPY_STRAIGHT, rows, UsageEventTable::write);
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return false;
        }
    }

    private List<UsageRow> staged(List<UsageRow> rows) throws SQLException {
        copy(UsageEventTable.COPY, rows, UsageEventTable::writeStaged);
        BitSet known = new BitSet();
        try (ResultSet ordinals = insert.executeQuery()) {
            while (ordinals.next()) {
                known.set(ordinals.getInt(1));
            }
        }
        return known.isEmpty() ? rows : without(rows, known);
    }

    private void copy(String sql, List<UsageRow> rows, RowWriter writer) throws SQLException {
        copies.copy(sql, to -> {
            for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
                writer.write(to.buffer(), ordinal, rows.get(ordinal));
                to.endRow();
            }
        });
    }

    @FunctionalInterface
    private interface RowWriter {
        void write(CopyBuffer to, int ordinal, UsageRow row);
    }

    private static List<UsageRow> without(List<UsageRow> rows, BitSet known) {
        List<UsageRow> rest = new ArrayList<>(rows.size() - known.cardinality());
        for (int i = known.nextClearBit(0); i < rows.size(); i = known.nextClearBit(i + 1)) {
            rest.add(rows.get(i));
        }
        return rest;
    }
}
