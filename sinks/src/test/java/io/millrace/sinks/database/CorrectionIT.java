package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.Usage;
import io.millrace.sinks.query.SinkTotals;
import io.millrace.sinks.query.UsageTotalsReader;
import io.millrace.sinks.rollup.RollupLevel;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.TestingDatabases;
import io.millrace.sinks.testing.Traffic;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corrections take the place of rows, in the same transaction, however often and in whatever batches they come. */
class CorrectionIT {
    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    @BeforeAll
    static void startServer() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stopServer() {
        databases.close();
    }

    @Test
    void rollupsAreThoseOfTheNewestRowsOnly() {
        Trials.run(6, random -> {
            try {
                Database database = databases.migrated();
                List<UsageRow> sent = new ArrayList<>();
                List<UsageRow> standing = new ArrayList<>();
                Traffic traffic = new Traffic(random);
                for (int i = 0; i < 600; i++) {
                    UsageRow next = traffic.row(Traffic.START + random.nextLong(2 * Micros.PER_DAY));
                    if (!standing.isEmpty() && random.nextInt(4) == 0) {
                        int place = random.nextInt(standing.size());
                        next = correction(next, standing.get(place));
                        standing.set(place, next);
                    } else {
                        standing.add(next);
                    }
                    sent.add(next);
                }
                writeInBatches(database, random, sent);
                assertThat(totals(database)).isEqualTo(Traffic.totals(standing, 0));
                for (RollupLevel level : RollupLevel.values()) {
                    assertThat(TestingDatabases.number(database, RollupAudit.differences(level)))
                            .as(level.table())
                            .isZero();
                    assertThat(counted(RollupAudit.read(database, level)))
                            .isEqualTo(counted(RollupAudit.expected(standing, level)));
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void replacedRowSaysByWhat() throws Exception {
        Database database = databases.migrated();
        Traffic traffic = new Traffic(new java.util.Random(3));
        UsageRow call = traffic.row(Traffic.START);
        UsageRow correction = correction(traffic.row(Traffic.START), call);
        try (UsageStore store = store(database)) {
            store.write(Traffic.pending(List.of(call)));
            store.write(Traffic.pending(List.of(correction)));
        }
        String marked = "select count(*) from usage_event where event_id = '%s' and corrected_by = '%s'";
        assertThat(TestingDatabases.number(
                        database,
                        marked.formatted(
                                call.usage().eventId(), correction.usage().eventId())))
                .isEqualTo(1);
        assertThat(totals(database)).isEqualTo(Traffic.totals(List.of(correction), 0));
    }

    @Test
    void correctionOfARowThatWasNeverAddedCountsAsACall() throws Exception {
        Database database = databases.migrated();
        Traffic traffic = new Traffic(new java.util.Random(4));
        UsageRow correction = correction(traffic.row(Traffic.START), traffic.row(Traffic.START));
        try (UsageStore store = store(database)) {
            assertThat(store.write(Traffic.pending(List.of(correction)))).isEqualTo(1);
        }
        assertThat(totals(database)).isEqualTo(Traffic.totals(List.of(correction), 0));
    }

    /** The batches are written in order, each possibly again, as a restart would. */
    private static void writeInBatches(Database database, RandomGenerator random, List<UsageRow> sent)
            throws InterruptedException {
        int from = 0;
        while (from < sent.size()) {
            int to = Math.min(sent.size(), from + 1 + random.nextInt(120));
            try (UsageStore store = store(database)) {
                store.write(Traffic.pending(sent.subList(from, to)));
                int again = random.nextInt(from + 1);
                store.write(Traffic.pending(sent.subList(again, to)));
            }
            from = to;
        }
    }

    private static UsageRow correction(UsageRow next, UsageRow replaced) {
        Usage u = next.usage();
        Timing t = u.timing();
        Usage moved = new Usage(
                u.eventId(),
                u.attribution(),
                u.call(),
                u.tokens(),
                u.units(),
                u.usageSource(),
                new Timing(
                        replaced.usage().occurredAtMicros(),
                        t.publishedAtMicros(),
                        t.latencyMicros(),
                        t.firstTokenMicros(),
                        t.gatewayOverheadMicros(),
                        t.queueMicros()),
                u.result(),
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                replaced.usage().eventId(),
                u.decision(),
                u.origin(),
                u.metadata());
        return new UsageRow(
                moved,
                next.priced(),
                next.priceId(),
                next.priceVersion(),
                next.costNanoUsd(),
                next.chargeNanoUsd(),
                next.ingestedAtMicros(),
                replaced.usage().eventId(),
                next.cacheSavingNanoUsd());
    }

    /** Buckets without the zeros at both ends that a row leaves when it is taken off; keys without any call left out. */
    private static Map<Object, String> counted(Map<?, String> histograms) {
        Map<Object, String> counted = new java.util.HashMap<>();
        histograms.forEach((key, both) -> {
            StringBuilder buckets = new StringBuilder();
            String[] parts = both.split(" ", -1);
            for (int i = 0; i < parts.length; i += 2) {
                Map<Integer, String> byBucket = new TreeMap<>();
                String[] counts = parts[i + 1].replaceAll("[{}]", "").split(",", -1);
                for (int bucket = 0; bucket < counts.length; bucket++) {
                    if (!counts[bucket].equals("0") && !counts[bucket].isEmpty()) {
                        byBucket.put(Integer.parseInt(parts[i]) + bucket, counts[bucket]);
                    }
                }
                buckets.append(byBucket);
            }
            if (!buckets.toString().equals("{}{}")) {
                counted.put(key, buckets.toString());
            }
        });
        return counted;
    }

    private static UsageStore store(Database database) {
        var impatient = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        return new UsageStore(database, impatient, new SystemClock());
    }

    private static SinkTotals totals(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            return UsageTotalsReader.read(connection);
        }
    }
}
