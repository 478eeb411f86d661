package io.millrace.sinks.database;

import io.millrace.sinks.rollup.Rollup;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Adds rows to their minutes, hours and days, inside the transaction of its session. Minutes later than any this session
 * has written are copied straight into their table: a replay that catches up writes little else, at a third of the cost.
 * One that is there after all undoes the copy, and the rows are merged. Rows are locked in the order of their keys on
 * both ways. Not thread-safe.
 */
final class RollupWriter {
    private final Connection connection;
    private final CopyManager copies;
    private final CopyBuffer buffer;
    private final Map<RollupLevel, PreparedStatement> upserts = new EnumMap<>(RollupLevel.class);
    private final Map<RollupLevel, PreparedStatement> takeOffs = new EnumMap<>(RollupLevel.class);
    private final Map<RollupLevel, PreparedStatement> endEmpties = new EnumMap<>(RollupLevel.class);

    private long step;
    /** Start of the latest minute written; the first batch after a start is merged, since much of it may be known. */
    private long latestMinuteMicros = Long.MAX_VALUE;

    RollupWriter(Connection connection, CopyBuffer buffer) throws SQLException {
        this.connection = connection;
        this.buffer = buffer;
        copies = connection.unwrap(PGConnection.class).getCopyAPI();
        try (Statement statement = connection.createStatement()) {
            for (String sql : RollupTables.STAGE) {
                statement.execute(sql);
            }
        }
        for (RollupLevel level : RollupLevel.values()) {
            upserts.put(level, connection.prepareStatement(RollupTables.upsert(level)));
            takeOffs.put(level, connection.prepareStatement(RollupTables.takeOff(level)));
            endEmpties.put(level, connection.prepareStatement(RollupTables.endEmpty(level)));
        }
    }

    /**
     * Adds rows, and takes others off that were added before, in this transaction or an earlier one. Every row of a rollup
     * is locked by the adding, in the order of levels and keys; taking off then waits for nobody. Not committed.
     */
    void change(List<UsageRow> added, List<UsageRow> replaced) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        RollupDeltas deltas = RollupDeltas.of(added);
        if (replaced.isEmpty()) {
            add(deltas);
            return;
        }
        RollupDeltas taken = RollupDeltas.of(replaced);
        add(deltas.covering(taken));
        takeOff(taken);
    }

    private void add(RollupDeltas deltas) throws SQLException {
        SortedMap<RollupKey, Rollup> minutes = deltas.at(RollupLevel.MINUTE);
        RollupKey firstFresh = RollupKey.first(latestMinuteMicros);
        merge(RollupLevel.MINUTE, minutes.headMap(firstFresh));
        addFresh(minutes.tailMap(firstFresh));
        merge(RollupLevel.HOUR, deltas.at(RollupLevel.HOUR));
        merge(RollupLevel.DAY, deltas.at(RollupLevel.DAY));
        long latest = minutes.lastKey().bucketMicros() + RollupLevel.MINUTE.lengthMicros();
        latestMinuteMicros = latestMinuteMicros == Long.MAX_VALUE ? latest : Math.max(latestMinuteMicros, latest);
    }

    private void takeOff(RollupDeltas taken) throws SQLException {
        for (RollupLevel level : RollupLevel.values()) {
            apply(Objects.requireNonNull(takeOffs.get(level)), taken.at(level));
            PreparedStatement endEmpty = Objects.requireNonNull(endEmpties.get(level));
            endEmpty.setLong(1, step);
            endEmpty.executeUpdate();
        }
    }

    /** Nothing is taken to be new until a batch has gone through. */
    void forget() {
        latestMinuteMicros = Long.MAX_VALUE;
    }

    private void addFresh(SortedMap<RollupKey, Rollup> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            buffer.start();
            RollupTables.write(buffer, fresh);
            copy(RollupTables.copyStraight(RollupLevel.MINUTE));
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!UsageSession.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            merge(RollupLevel.MINUTE, fresh);
        }
    }

    private void merge(RollupLevel level, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        if (!deltas.isEmpty()) {
            apply(Objects.requireNonNull(upserts.get(level)), deltas);
        }
    }

    private void apply(PreparedStatement statement, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        buffer.start();
        // What an earlier step of this transaction staged is still there and has been added.
        step++;
        RollupTables.writeStaged(buffer, step, deltas);
        copy(RollupTables.COPY);
        statement.setLong(1, step);
        statement.executeUpdate();
    }

    private void copy(String sql) throws SQLException {
        buffer.end();
        CopyIn copy = copies.copyIn(sql);
        copy.writeToCopy(buffer.bytes(), 0, buffer.size());
        copy.endCopy();
    }
}
