package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.SinksSettings;
import io.millrace.sinks.database.CopyBuffer;
import io.millrace.sinks.database.EventWriter;
import io.millrace.sinks.database.RollupWriter;
import io.millrace.sinks.rollup.RollupDeltas;
import io.millrace.sinks.rollup.RollupKey;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.standalone.bench.Measurement;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of the job's transaction goes, part by part, in one session without Kafka and Flink: batches of the usual
 * size, all new, one after another in event time, a commit on disk for each. Beside it the server's bare COPY of the calls
 * alone. In turns.
 */
final class SinksParts {
    private static final int BATCH = SinksSettings.BATCH_ROWS;
    private static final int CALLS = 8 * BATCH;

    /** A part of the transaction. */
    private enum Part {
        CALLS("calls copied"),
        FOLD("rollups added up"),
        MINUTES("minutes, new ones copied"),
        HOURS("hours merged"),
        DAYS("days merged"),
        COMMIT("commit");

        final String words;

        Part(String words) {
            this.words = words;
        }
    }

    private final SystemClock clock = new SystemClock();
    private final SinksStage stage;
    private final List<UsageRow> rows;
    private final Map<Part, List<Double>> microsOfCall = new EnumMap<>(Part.class);
    private final List<Double> whole = new ArrayList<>();
    private final List<Double> rollupsOnly = new ArrayList<>();
    private final List<Double> bare = new ArrayList<>();
    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

    SinksParts(SinksStage stage, SinksTraffic traffic) {
        this.stage = stage;
        rows = traffic.rows(0, CALLS);
    }

    /** One round more than is counted, first, for the compilers. */
    List<Measurement> measure(int rounds) throws SQLException, IOException, InterruptedException {
        stage.partitionsFor(List.of(rows.get(0), rows.get(CALLS - 1)));
        transactions();
        BareCopy ready = BareCopy.of(stage, CALLS, BATCH);
        for (int round = 0; round <= rounds; round++) {
            double copied = ready.perSecond(stage, clock);
            nanos.clear();
            transactions();
            if (round > 0) {
                bare.add(copied);
                count();
            }
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                "one session, calls and rollups, no job", "records/s", whole, "bare COPY of the calls", bare, null));
        measurements.add(new Measurement(
                "the same without the calls", "records/s", rollupsOnly, "bare COPY of the calls", bare, null));
        microsOfCall.forEach(
                (part, values) -> measurements.add(Measurement.alone("part: " + part.words, "us/call", values)));
        return measurements;
    }

    private void count() {
        long all = nanos.values().stream().mapToLong(Long::longValue).sum();
        whole.add(CALLS * 1e9 / all);
        rollupsOnly.add(CALLS * 1e9 / (all - nanos.getOrDefault(Part.CALLS, 0L)));
        Arrays.stream(Part.values())
                .forEach(part -> microsOfCall
                        .computeIfAbsent(part, p -> new ArrayList<>())
                        .add(nanos.getOrDefault(part, 0L) / 1e3 / CALLS));
    }

    private void transactions() throws SQLException {
        stage.empty();
        try (Connection connection = stage.database().connect()) {
            connection.setAutoCommit(false);
            CopyBuffer buffer = new CopyBuffer();
            EventWriter events = new EventWriter(connection, buffer);
            RollupWriter rollups = new RollupWriter(connection, buffer);
            connection.commit();
            RollupKey fresh = RollupKey.first(0);
            for (int from = 0; from < CALLS; from += BATCH) {
                fresh = transaction(connection, events, rollups, rows.subList(from, from + BATCH), fresh);
            }
        }
        stage.requireRows("usage_event", CALLS);
    }

    /** The key before those of minutes that no batch has met yet; as the job, it copies these. */
    private RollupKey transaction(
            Connection connection, EventWriter events, RollupWriter rollups, List<UsageRow> batch, RollupKey fresh)
            throws SQLException {
        long at = clock.tickNanos();
        events.add(batch);
        at = ended(Part.CALLS, at);
        RollupDeltas deltas = RollupDeltas.of(batch);
        at = ended(Part.FOLD, at);
        var minutes = deltas.at(RollupLevel.MINUTE);
        rollups.merge(RollupLevel.MINUTE, minutes.headMap(fresh));
        if (!minutes.tailMap(fresh).isEmpty()) {
            rollups.copy(RollupLevel.MINUTE, minutes.tailMap(fresh));
        }
        at = ended(Part.MINUTES, at);
        rollups.merge(RollupLevel.HOUR, deltas.at(RollupLevel.HOUR));
        at = ended(Part.HOURS, at);
        rollups.merge(RollupLevel.DAY, deltas.at(RollupLevel.DAY));
        at = ended(Part.DAYS, at);
        connection.commit();
        ended(Part.COMMIT, at);
        return RollupKey.first(minutes.lastKey().bucketMicros() + RollupLevel.MINUTE.lengthMicros());
    }

    private long ended(Part part, long start) {
        long now = clock.tickNanos();
        nanos.merge(part, now - start, Long::sum);
        return now;
    }
}
