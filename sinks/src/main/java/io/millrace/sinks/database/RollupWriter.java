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

/**
 * Adds rows to their minutes, hours and days, inside the transaction of its session. Minutes later than any this session
 * has written are copied straight into their table: a replay that catches up writes little else, at a third of the cost.
 * One that is there after all undoes the copy, and the rows are merged. Rows are locked in the order of their keys on
 * both ways. Not thread-safe.
 */
public final class RollupWriter {
    private final Connection connection;
    private final CopyStream copies;
    private final Map<RollupLevel, PreparedStatement> upserts = new EnumMap<>(RollupLevel.class);
    private final Map<RollupLevel, PreparedStatement> takeOffs = new EnumMap<>(RollupLevel.class);
    private final Map<RollupLevel, PreparedStatement> endEmpties = new EnumMap<>(RollupLevel.class);

    private long step;
    /** Start of the latest minute written; the first batch after a start is merged, since much of it may be known. */
    private long latestMinuteMicros = Long.MAX_VALUE;

    /**
     * Makes its staging table. Not committed.
     *
     * @param buffer scratch space, for the time of a call
     */
    public RollupWriter(Connection connection, CopyBuffer buffer) throws SQLException {
        this.connection = connection;
        copies = new CopyStream(connection, buffer);
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
    public void change(List<UsageRow> added, List<UsageRow> replaced) throws SQLException {
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
            copy(RollupLevel.MINUTE, fresh);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!EventWriter.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            merge(RollupLevel.MINUTE, fresh);
        }
    }

    /** Adds to the rows of one level, which may be there. Not committed. */
    public void merge(RollupLevel level, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        if (!deltas.isEmpty()) {
            apply(Objects.requireNonNull(upserts.get(level)), deltas);
        }
    }

    /** Adds rows of one level that are not there; refused as a whole where one is. Not committed. */
    public void copy(RollupLevel level, SortedMap<RollupKey, Rollup> fresh) throws SQLException {
        copies.copy(RollupTables.copyStraight(level), to -> RollupTables.write(to, fresh));
    }

    private void apply(PreparedStatement statement, SortedMap<RollupKey, Rollup> deltas) throws SQLException {
        // What an earlier step of this transaction staged is still there and has been added.
        step++;
        copies.copy(RollupTables.COPY, to -> RollupTables.writeStaged(to, step, deltas));
        statement.setLong(1, step);
        statement.executeUpdate();
    }
}
