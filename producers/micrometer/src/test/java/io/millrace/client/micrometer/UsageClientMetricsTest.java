package io.millrace.client.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.publish.DropCause;
import io.millrace.client.redaction.RedactionCounters;
import io.millrace.client.redaction.Rule;
import io.millrace.client.spool.SpoolState;
import io.millrace.client.verdict.VerdictCounters;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageClientMetricsTest {
    private static final String PENDING = "millrace.client.pending";

    private final Map<String, Long> figures = new HashMap<>();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    /** Nothing but what is pending is made of several components, and nothing but the maps by cause and by rule has several meters. */
    @Test
    void everyComponentOfEverySnapshotMovesAMeterOfItsOwn() {
        bind(Tags.empty());
        Set<String> moved = new HashSet<>();
        for (String component : everyComponent()) {
            Map<String, Double> before = readings();
            figures.put(component, 7L);
            Map<String, Double> after = readings();
            List<String> changed = after.keySet().stream()
                    .filter(id -> !id.equals(PENDING) && !Objects.equals(after.get(id), before.get(id)))
                    .toList();
            assertThat(changed).as("meters of " + component).hasSize(1);
            assertThat(moved.add(changed.get(0)))
                    .as(changed.get(0) + " is of " + component + " alone")
                    .isTrue();
        }
        assertThat(moved).hasSize(readings().size() - 1);
    }

    @Test
    void valuesAreInTheirUnits() {
        bind(Tags.empty());
        everyComponent().forEach(component -> figures.put(component, 1_000L + figures.size()));
        figures.putAll(Map.of("accepted", 100L, "replayed", 20L, "acknowledged", 50L, "refused", 3L, "OLDEST", 7L));
        figures.putAll(Map.of("oldestPendingMicros", 2_500_000L, "blockedNanos", 1_500_000_000L));
        figures.putAll(Map.of("silentNanos", 250_000_000L, "ageNanos", 750_000_000L, "lagRecords", 9L));
        figures.putAll(
                Map.of("allowed", 11L, "throttled", 12L, "blocked", 13L, "staleAllowed", 14L, "staleBlocked", 15L));
        figures.putAll(Map.of("OPENAI_KEY", 31L, "JWT", 32L, "trimmedEntries", 33L));
        figures.putAll(Map.of(
                "spool.usedBytes", 21L, "spool.capBytes", 22L, "spool.corruptFrames", 23L, "spool.corruptBytes", 24L));
        assertThat(readings())
                .containsEntry("millrace.client.accepted", 100.0)
                .containsEntry("millrace.client.replayed", 20.0)
                .containsEntry("millrace.client.acknowledged", 50.0)
                .containsEntry("millrace.client.refused", 3.0)
                .containsEntry("millrace.client.dropped cause=oldest", 7.0)
                .containsEntry(PENDING, 60.0)
                .containsEntry("millrace.client.pending.age", 2.5)
                .containsEntry("millrace.client.blocked.time", 1.5)
                .containsEntry("millrace.client.redactions rule=openai_key", 31.0)
                .containsEntry("millrace.client.redactions rule=jwt", 32.0)
                .containsEntry("millrace.client.metadata.trimmed", 33.0)
                .containsEntry("millrace.client.spool.used", 21.0)
                .containsEntry("millrace.client.spool.cap", 22.0)
                .containsEntry("millrace.client.spool.writable", 1.0)
                .containsEntry("millrace.client.spool.corrupt.frames", 23.0)
                .containsEntry("millrace.client.spool.corrupt", 24.0)
                .containsEntry("millrace.client.view.ready", 1.0)
                .containsEntry("millrace.client.view.silence", 0.25)
                .containsEntry("millrace.client.view.age", 0.75)
                .containsEntry("millrace.client.view.lag", 9.0)
                .containsEntry("millrace.client.verdicts verdict=allow", 11.0)
                .containsEntry("millrace.client.verdicts verdict=throttle", 12.0)
                .containsEntry("millrace.client.verdicts verdict=block", 13.0)
                .containsEntry("millrace.client.verdicts.stale verdict=allow", 14.0)
                .containsEntry("millrace.client.verdicts.stale verdict=block", 15.0);
    }

    @Test
    void everyMeterHasTheNameKindUnitAndDescriptionOfTheEnum() {
        bind(Tags.of("gateway", "eu-1"));
        for (ClientMeter expected : ClientMeter.values()) {
            List<Meter> meters = registry.getMeters().stream()
                    .filter(meter -> meter.getId().getName().equals(expected.meterName()))
                    .toList();
            assertThat(meters).as(expected.meterName()).hasSameSizeAs(MeterReadings.of(expected));
            for (Meter meter : meters) {
                assertThat(meter.getId().getDescription()).isEqualTo(expected.description());
                assertThat(meter.getId().getBaseUnit()).isEqualTo(expected.unit());
                assertThat(meter.getId().getTag("gateway")).isEqualTo("eu-1");
                assertThat(meter instanceof FunctionCounter).isEqualTo(expected.kind() == MeterKind.COUNTER);
            }
        }
        assertThat(registry.getMeters())
                .hasSize(Stream.of(ClientMeter.values())
                        .mapToInt(meter -> MeterReadings.of(meter).size())
                        .sum());
    }

    @Test
    void withoutASpoolItsMetersAreNotThere() {
        ClientCounters counters = Snapshot.of(ClientCounters.class, name -> 1L);
        ClientCounters bare = new ClientCounters(1, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, null);
        assertThat(counters.spool()).isNotNull();
        new UsageClientMetrics(
                        () -> bare,
                        () -> Snapshot.of(VerdictCounters.class, name -> 1L),
                        () -> new RedactionCounters(Map.of(), 0))
                .bindTo(registry);
        assertThat(readings().keySet())
                .isNotEmpty()
                .noneMatch(id -> id.startsWith("millrace.client.spool"))
                .contains(
                        "millrace.client.accepted",
                        "millrace.client.dropped cause=spool_full",
                        "millrace.client.redactions rule=card_number");
    }

    /** Micrometer refers to a meter's object weakly; alone, since one meter that holds it would keep it for the others. */
    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "PENDING_SIZE", "METADATA_TRIMMED"})
    void aMeterGoesOnWhenOnlyTheRegistryHoldsTheClient(ClientMeter alone) {
        AtomicLong figure = new AtomicLong(1);
        registry.config().meterFilter(MeterFilter.denyUnless(id -> id.getName().equals(alone.meterName())));
        new UsageClientMetrics(
                        () -> Snapshot.of(ClientCounters.class, name -> figure.get()),
                        () -> Snapshot.of(VerdictCounters.class, name -> figure.get()),
                        () -> Snapshot.of(RedactionCounters.class, name -> figure.get()))
                .bindTo(registry);
        collectGarbage();
        figure.set(41);
        assertThat(readings()).containsExactly(Map.entry(alone.meterName(), 41.0));
    }

    @Test
    void theTableHasALineForEachMeter() {
        assertThat(ClientMeter.table().lines())
                .hasSize(2 + ClientMeter.values().length)
                .allMatch(line -> line.startsWith("| ") && line.endsWith(" |") && line.split("\\|", -1).length == 7)
                .contains(
                        "| `millrace.client.accepted` | counter | records |  | Records taken by publish |",
                        "| `millrace.client.verdicts` | counter |  | verdict: allow, throttle, block"
                                + " | Verdicts given, stale ones included |");
    }

    private void bind(Tags tags) {
        new UsageClientMetrics(
                        () -> Snapshot.of(ClientCounters.class, this::figure),
                        () -> Snapshot.of(VerdictCounters.class, this::figure),
                        () -> Snapshot.of(RedactionCounters.class, this::figure),
                        tags)
                .bindTo(registry);
    }

    private long figure(String component) {
        return figures.getOrDefault(component, 0L);
    }

    /** The leaves: causes instead of their map, and the spool's components instead of the spool. */
    private static List<String> everyComponent() {
        List<String> all = new ArrayList<>();
        for (String component : Snapshot.components(ClientCounters.class)) {
            switch (component) {
                case "dropped" -> Stream.of(DropCause.values()).forEach(cause -> all.add(cause.name()));
                case "spool" -> Snapshot.components(SpoolState.class).forEach(name -> all.add("spool." + name));
                default -> all.add(component);
            }
        }
        all.addAll(Snapshot.components(VerdictCounters.class));
        Stream.of(Rule.values()).forEach(rule -> all.add(rule.name()));
        all.add("trimmedEntries");
        assertThat(Snapshot.components(RedactionCounters.class)).containsExactly("byRule", "trimmedEntries");
        assertThat(all).doesNotHaveDuplicates();
        return all;
    }

    private Map<String, Double> readings() {
        Map<String, Double> readings = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String tags = meter.getId().getTags().stream().map(Tag::toString).collect(Collectors.joining());
            String id = meter.getId().getName() + tags.replaceAll("tag\\((.*)\\)", " $1");
            readings.put(id, meter.measure().iterator().next().getValue());
        }
        return readings;
    }

    private static void collectGarbage() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) {
            System.gc();
        }
    }
}
