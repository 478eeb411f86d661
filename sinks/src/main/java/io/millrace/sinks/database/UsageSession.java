package io.millrace.sinks.database;

import io.millrace.schemas.time.Micros;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection, and the transaction that adds a batch: the rows that are new go into usage_event, and exactly those
 * are added to the rollups; rows that a new one takes the place of are marked and taken off. A batch that was added before, in whole or in part, adds only the rest. Not thread-safe;
 * after an SQLException that is not a {@link DataFault} the session is of no more use.
 */
final class UsageSession implements Reconnecting.Session {
    private final Connection connection;
    private final EventWriter events;
    private final RollupWriter rollups;
    private final ReplacedRows replaced;
    private final ValueCap cap;
    private final Set<Long> daysWithPartition = new HashSet<>();

    /**
     * @param buffer scratch space, the session's own until it is closed
     * @param valuesMax see {@link ValueCap}
     */
    UsageSession(Connection connection, CopyBuffer buffer, int valuesMax) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // A checkpoint lets go of what was written before it, so a commit has to be on disk. It is one sync for
            // thousands of rows; "off" would save little and lose the last commits when the server loses power.
            statement.execute("set synchronous_commit = on");
            statement.execute("set jit = off");
        }
        events = new EventWriter(connection, buffer);
        rollups = new RollupWriter(connection, buffer);
        connection.commit();
        replaced = new ReplacedRows(connection);
        cap = new ValueCap(connection, valuesMax);
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

    /** Inserts the rows that are new, and returns those. Not committed. */
    List<UsageRow> addEvents(List<UsageRow> rows) throws SQLException {
        return events.add(rows);
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

    /** A partition may have been dropped behind our back, which looks like a fault of the row: forget them all. */
    private DataFault rolledBack(Exception e) throws SQLException {
        connection.rollback();
        daysWithPartition.clear();
        rollups.forget();
        cap.forget();
        return new DataFault(e);
    }
}
