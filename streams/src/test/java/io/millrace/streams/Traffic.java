package io.millrace.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.BudgetAlert;
import io.millrace.avro.Drawdown;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.CorrectedUsage;
import io.millrace.streams.metering.Prices;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbered calls of seven workspaces, with repeats and corrections of earlier calls among them, and what all of them come
 * to: every call rated once, drawn once, counted once, and told once. Not thread-safe.
 */
final class Traffic {
    /** One call in so many comes again, and one in so many is corrected, so many calls later. */
    static final int REPEATED_EVERY = 20;

    private static final int CORRECTED_EVERY = 10;
    private static final int LATER = 300;
    private static final int WORKSPACES = 7;
    private static final int CORRECTED_TOKENS = 5;
    private static final int CORRECTION_IDS = 1_000_000;
    private static final int STEP = 50;

    private final Cluster cluster;
    private final Topics topics;
    private final long now = new SystemClock().nowMicros();
    private int written;
    private int corrected;

    /** Writes the price and one budget for each workspace. */
    Traffic(Cluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topics = topics;
        Price price = Prices.of(Prices.rate(Component.INPUT, "1e-6"), Prices.rate(Component.OUTPUT, "4e-6"));
        cluster.write(topics.prices(), price.priceId(), RatingMapping.toAvro(price), now);
        for (int workspace = 0; workspace < WORKSPACES; workspace++) {
            Policy policy = budget("w" + workspace);
            cluster.write(topics.policies(), policy.policyId(), BudgetMapping.toAvro(policy), now);
        }
        cluster.flush();
    }

    /** The next calls, and what is due of earlier ones, until the broker has them. */
    void write(int calls) {
        send(calls);
        cluster.flush();
    }

    private void send(int calls) {
        for (int end = written + calls; written < end; written++) {
            write(call(written, written, written));
            int earlier = written - LATER;
            if (earlier >= 0 && earlier % REPEATED_EVERY == 0) {
                write(call(earlier, earlier, earlier));
            }
            if (earlier >= 0 && earlier % CORRECTED_EVERY == 1) {
                Usage after = call(earlier, CORRECTION_IDS + earlier, earlier + CORRECTED_TOKENS);
                write(CorrectedUsage.of(after, call(earlier, earlier, earlier).eventId()));
                corrected++;
            }
        }
    }

    /** Likewise, about 500 a second, whether the broker takes them now or later. */
    void writeSlowly(int calls) {
        for (int left = calls; left > 0; left -= 100) {
            send(Math.min(100, left));
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Records that are to be rated: calls and corrections. */
    int records() {
        return written + corrected;
    }

    /** Rated and committed so far. */
    int rated() {
        return cluster.read(topics.rated()).size();
    }

    void awaitRated(Duration patience) {
        await().atMost(patience).until(() -> rated() >= records());
    }

    /** Waits until everything is drawn, and compares all sums; the metering must run. */
    void assertSums(Duration patience) {
        await().atMost(patience).until(() -> drawn() >= total(expectedCharges()));
        List<RatedUsage> rated = cluster.readSettled(topics.rated());
        assertThat(rated).extracting(record -> record.getUsage().getEventId()).doesNotHaveDuplicates();
        assertThat(rated).hasSize(records());
        assertThat(rated).filteredOn(record -> record.getReplaces() != null).hasSize(corrected);
        assertThat(cluster.readSettled(topics.rejected())).isEmpty();
        assertThat(charges()).isEqualTo(expectedCharges());
        List<BudgetAlert> alerts = cluster.readSettled(topics.alerts());
        assertThat(alerts).extracting(BudgetAlert::getAlertId).doesNotHaveDuplicates();
        assertThat(alerts)
                .extracting(alert -> alert.getWorkspaceId() + " " + alert.getThreshold() + " " + alert.getUsed())
                .containsExactlyInAnyOrderElementsOf(expectedAlerts());
    }

    private long drawn() {
        return cluster.read(topics.drawdowns()).stream()
                .mapToLong(Drawdown::getChargeNanoUsd)
                .sum();
    }

    private Map<String, Long> charges() {
        Map<String, List<Drawdown>> byWorkspace = cluster.readSettled(topics.drawdowns()).stream()
                .collect(Collectors.groupingBy(Drawdown::getWorkspaceId));
        byWorkspace
                .values()
                .forEach(own -> assertThat(own)
                        .extracting(Drawdown::getSequence)
                        .isEqualTo(LongStream.rangeClosed(1, own.size()).boxed().toList()));
        Map<String, Long> charges = new TreeMap<>();
        byWorkspace.forEach((workspace, own) -> charges.put(
                workspace, own.stream().mapToLong(Drawdown::getChargeNanoUsd).sum()));
        return charges;
    }

    /** Input i tokens at 1e-6 and 10 output tokens at 4e-6: 1,000 i + 40,000 nano-dollars for call i; 5,000 more when corrected. */
    private Map<String, Long> expectedCharges() {
        Map<String, Long> charges = IntStream.range(0, written)
                .boxed()
                .collect(Collectors.groupingBy(
                        Traffic::workspaceOf, TreeMap::new, Collectors.summingLong(i -> 1_000L * i + 40_000)));
        for (int call = 1; call < written - LATER; call += CORRECTED_EVERY) {
            charges.merge(workspaceOf(call), 1_000L * CORRECTED_TOKENS, Long::sum);
        }
        return charges;
    }

    private static long total(Map<String, Long> charges) {
        return charges.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Each threshold with the call that reached it: a correction moves no number of calls. */
    private List<String> expectedAlerts() {
        List<String> expected = new ArrayList<>();
        for (int workspace = 0; workspace < WORKSPACES; workspace++) {
            int calls = (written - workspace + WORKSPACES - 1) / WORKSPACES;
            for (int threshold = STEP; threshold <= Math.min(calls, STEP * Policy.THRESHOLDS_MAX); threshold += STEP) {
                expected.add("w" + workspace + " " + threshold + " " + threshold);
            }
        }
        return expected;
    }

    private static String workspaceOf(int number) {
        return "w" + number % WORKSPACES;
    }

    private Usage call(int number, int id, int tokens) {
        return Samples.usage(workspaceOf(number), now + number, id, tokens, 10);
    }

    private void write(Usage usage) {
        cluster.write(topics.usage(), usage.workspaceId(), UsageMapping.toAvro(usage), usage.occurredAtMicros());
    }

    private static Policy budget(String workspace) {
        List<Long> thresholds = IntStream.rangeClosed(1, Policy.THRESHOLDS_MAX)
                .mapToObj(i -> (long) i * STEP)
                .toList();
        return new Policy(
                workspace + "/b",
                workspace,
                PolicyKind.BUDGET,
                Dimension.WORKSPACE,
                workspace,
                Measure.REQUESTS,
                1_000_000,
                Period.LIFETIME,
                0,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(),
                thresholds,
                Action.NOTIFY,
                false);
    }
}
