package io.millrace.sinks.database;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * One connection, and the transaction that adds a batch: the rows that are new go into usage_event, and exactly those
 * are added to the rollups; rows that a new one takes the place of are marked and taken off. A batch that was added before, in whole or in part, adds only the rest. Not thread-safe;
 * after an SQLException that is not a {@link DataFault} the session is of no more use.
 */
final class UsageSession implements Reconnecting.Session {
    static final String UNIQUE_VIOLATION = "23505";

    private final Connection connection;
    private final CopyManager copies;
    private final CopyBuffer buffer;
    private final PreparedStatement insertEvents;
    private final RollupWriter rollups;
    private final ReplacedRows replaced;
    private final ValueCap cap;
    private final Set<Long> daysWithPartition = new HashSet<>();
    /** Not at first: what comes after a restart is often known. */
    private boolean expectNew;

    /**
     * @param buffer scratch space, the session's own until it is closed
     * @param valuesMax see {@link ValueCap}
     */
    UsageSession(Connection connection, CopyBuffer buffer, int valuesMax) throws SQLException {
        this.connection = connection;
        this.buffer = buffer;
        copies = connection.unwrap(PGConnection.class).getCopyAPI();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // A checkpoint lets go of what was written before it, so a commit has to be on disk. It is one sync for
            // thousands of rows; "off" would save little and lose the last commits when the server loses power.
            statement.execute("set synchronous_commit = on");
            statement.execute("set jit = off");
            for (String sql : UsageEventTable.STAGE) {
                statement.execute(sql);
            }
        }
        rollups = new RollupWriter(connection, buffer);
        connection.commit();
        replaced = new ReplacedRows(connection);
        cap = new ValueCap(connection, valuesMax);
        insertEvents = connection.prepareStatement(UsageEventTable.INSERT);
    }

    /** Adds what is new in the batch, all of it or nothing, and returns those rows. */
    List<UsageRow> write(List<PendingRow> batch) throws SQLException, DataFault {
        try {
            List<UsageRow> rows = distinct(batch);
            ensurePartitions(rows);
            List<UsageRow> added = addEvents(cap.apply(rows));
            rollups.change(added, replaced.mark(added));
            connection.commit();
            return added;
        } catch (SQLException e) {
            if (!DataFault.isOne(e)) {
                throw e;
            }
            throw rolledBack(e);
        } catch (ArithmeticException e) {
            throw rolledBack(e);
        }
    }

    /**
     * Inserts the rows that are new, and returns those. Not committed.
     * Where the batch before held nothing known, this one is copied straight into the table, which costs less than half;
     * a row that is known after all undoes that, and the batch is staged.
     */
    List<UsageRow> addEvents(List<UsageRow> rows) throws SQLException {
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
            fill(rows, UsageEventTable::write);
            copy(UsageEventTable.COPY_STRAIGHT);
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
        fill(rows, UsageEventTable::writeStaged);
        copy(UsageEventTable.COPY);
        BitSet known = new BitSet();
        try (ResultSet ordinals = insertEvents.executeQuery()) {
            while (ordinals.next()) {
                known.set(ordinals.getInt(1));
            }
        }
        return known.isEmpty() ? rows : without(rows, known);
    }

    private void fill(List<UsageRow> rows, RowWriter writer) {
        buffer.start();
        for (int ordinal = 0; ordinal < rows.size(); ordinal++) {
            writer.write(buffer, ordinal, rows.get(ordinal));
        }
    }

    @FunctionalInterface
    private interface RowWriter {
        void write(CopyBuffer to, int ordinal, UsageRow row);
    }

    /** Adds the rows to their minutes, hours and days. Not committed. */
    void addRollups(List<UsageRow> added) throws SQLException {
        rollups.change(added, List.of());
    }

    /** Keeps a record that cannot be a row, once. */
    void refuse(@Nullable String eventId, String reason, byte[] raw) throws SQLException {
        String sql = "insert into usage_refused (event_id, reason, raw) values (?, ?, ?) on conflict do nothing";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, eventId);
            statement.setString(2, reason.replace('\0', ' ')); // a NUL is the one character no text may hold
            statement.setBytes(3, raw);
            statement.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** The first of each identity: what is twice in one batch would otherwise be added up twice. */
    private static List<UsageRow> distinct(List<PendingRow> batch) {
        Map<UsageRow.Identity, UsageRow> rows = new LinkedHashMap<>(batch.size() * 2);
        for (PendingRow pending : batch) {
            rows.putIfAbsent(pending.row().identity(), pending.row());
        }
        return new ArrayList<>(rows.values());
    }

    private static List<UsageRow> without(List<UsageRow> rows, BitSet known) {
        List<UsageRow> rest = new ArrayList<>(rows.size() - known.cardinality());
        for (int i = known.nextClearBit(0); i < rows.size(); i = known.nextClearBit(i + 1)) {
            rest.add(rows.get(i));
        }
        return rest;
    }

    /** In a transaction of its own: a new partition locks the whole table for a moment. */
    private void ensurePartitions(List<UsageRow> rows) throws SQLException {
        Set<Long> missing = new HashSet<>();
        for (UsageRow row : rows) {
            long day = Math.floorDiv(row.usage().occurredAtMicros(), Micros.PER_DAY);
            if (!daysWithPartition.contains(day)) {
                missing.add(day);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("select usage_event_partition(?)")) {
            for (Long day : missing) {
                statement.setObject(1, LocalDate.ofEpochDay(day));
                statement.execute();
            }
        }
        connection.commit();
        daysWithPartition.addAll(missing);
    }

    private void copy(String sql) throws SQLException {
        buffer.end();
        CopyIn copy = copies.copyIn(sql);
        copy.writeToCopy(buffer.bytes(), 0, buffer.size());
        copy.endCopy();
    }

    /** A partition may have been dropped behind our back, which looks like a fault of the row: forget them all. */
    private DataFault rolledBack(Exception e) throws SQLException {
        connection.rollback();
        daysWithPartition.clear();
        rollups.forget();
        cap.forget();
        return new DataFault(e);
    }
}
