package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.Drawdown;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.CorrectedUsage;
import io.millrace.streams.metering.Prices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are rated again when a price arrives, by a process that is killed while it does so: once each. */
class CorrectionsIT {
    private static final int CALLS = 1_000;
    private static final int CORRECTED_EVERY = 10;
    private static final int RECORDS = CALLS + CALLS / CORRECTED_EVERY;
    private static final Topics TOPICS = Topics.of(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory = Path.of("");

    private final long now = new SystemClock().nowMicros();
    private Cluster cluster;
    private StreamsProcess process;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = new Cluster(directory, TOPICS);
        process = StreamsProcess.start(cluster, directory, "state", StreamsProcess.SELDOM);
    }

    @AfterEach
    void stop() {
        process.close();
        cluster.close();
    }

    @Test
    void unpricedCallsAreRatedAgainOnceThroughAKill() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            write(call(i, i));
        }
        for (int i = 0; i < CALLS; i += CORRECTED_EVERY) {
            write(CorrectedUsage.of(call(i, CALLS + i), call(i, i).eventId()));
        }
        cluster.flush();
        await().atMost(PATIENCE).until(() -> cluster.read(TOPICS.rated()).size() == RECORDS);
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"));
        cluster.write(TOPICS.prices(), price.priceId(), RatingMapping.toAvro(price), now);
        cluster.flush();
        killInsideTransaction();
        try (StreamsApp restarted = start()) {
            await().atMost(PATIENCE).until(() -> drawn() >= expected());
            assertThat(restarted.state().isRunningOrRebalancing()).isTrue();
        }
        List<RatedUsage> rated = cluster.read(TOPICS.rated());
        assertThat(rated).hasSize(RECORDS + CALLS);
        assertThat(rated).extracting(r -> r.getUsage().getEventId()).doesNotHaveDuplicates();
        assertThat(rated.stream().mapToLong(CorrectionsIT::difference).sum()).isEqualTo(expected());
        assertThat(drawn()).isEqualTo(expected());
    }

    /** 1,000 nano-dollars a token; of a corrected call those of the correction. */
    private static long expected() {
        long tokens = 0;
        for (long i = 0; i < CALLS; i++) {
            tokens += i % CORRECTED_EVERY == 0 ? CALLS + i : i;
        }
        return 1_000 * tokens;
    }

    private static long difference(RatedUsage rated) {
        long replaced = rated.getReplaces() == null ? 0 : rated.getReplaces().getChargeNanoUsd();
        return rated.getChargeNanoUsd() - replaced;
    }

    private void killInsideTransaction() throws InterruptedException {
        process.killWhen(
                () -> {
                    int written = cluster.readUncommitted(TOPICS.rated()).size();
                    return written > RECORDS + CALLS / 2
                            && cluster.read(TOPICS.rated()).size() < written;
                },
                PATIENCE);
        assertThat(cluster.read(TOPICS.rated())).hasSizeLessThan(RECORDS + CALLS);
    }

    private long drawn() {
        return cluster.read(TOPICS.drawdowns()).stream()
                .mapToLong(Drawdown::getChargeNanoUsd)
                .sum();
    }

    private void write(Usage usage) {
        cluster.write(TOPICS.usage(), usage.workspaceId(), UsageMapping.toAvro(usage), now);
    }

    /** Call number i, as a record of the given number of tokens. */
    private Usage call(int number, int tokens) {
        long id = tokens == number ? number : 1_000_000 + number;
        return Samples.usage("w" + number % 5, now + number, id, tokens, 0);
    }

    private StreamsApp start() {
        return StreamsApp.start(
                StreamsSettings.of(cluster.bootstrapServers(), cluster.registryUrl(), directory.resolve("state")),
                TOPICS);
    }
}
