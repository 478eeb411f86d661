package io.millrace.standalone.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.rating.Price;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.prices.PriceFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long END = 1_795_000_000_000_000L;
    private static final long RECORDS = 20_000;

    @Test
    void sameSettingsGiveTheSameSequence() {
        Trials.run(3, random -> {
            WorkloadSettings settings = settings(random.nextLong(), 1_000, 5);

            assertThat(all(new Workload(settings))).isEqualTo(all(new Workload(settings)));
        });
    }

    @Test
    void anotherRunDiffersInItsIdsAlone() {
        Workload first = new Workload(settings(7, 1_000, 1));
        Workload second = new Workload(settings(7, 1_000, 2));

        for (long i = 0; i < 1_000; i++) {
            assertThat(second.call(i).eventId()).isNotEqualTo(first.call(i).eventId());
            assertThat(second.call(i).tokens()).isEqualTo(first.call(i).tokens());
            assertThat(second.call(i).attribution()).isEqualTo(first.call(i).attribution());
            assertThat(second.call(i).timing()).isEqualTo(first.call(i).timing());
        }
    }

    @Test
    void restartingAtAnIndexIsTheSameAsSkipping() {
        Trials.run(3, random -> {
            Workload workload = new Workload(settings(random.nextLong(), 2_345, 1));
            List<Emission> whole = all(workload);

            assertThat(whole).hasSize((int) workload.emissions());
            for (int i = 0; i < 200; i++) {
                int index = random.nextInt(whole.size());
                assertThat(workload.from(index).next()).isEqualTo(whole.get(index));
            }
            assertThat(rest(workload.from(1_000))).isEqualTo(whole.subList(1_000, whole.size()));
            assertThat(workload.from(whole.size())).isExhausted();
        });
    }

    @Test
    void idsAreUniqueVersionSevenAndCarryTheTime() {
        Set<UUID> ids = new HashSet<>();
        for (long run = 0; run < 2; run++) {
            for (Emission emission : all(new Workload(settings(3, RECORDS, run)))) {
                UUID id = emission.usage().eventId();
                assertThat(id.version()).isEqualTo(7);
                assertThat(id.variant()).isEqualTo(2);
                assertThat(id.getMostSignificantBits() >>> 16)
                        .isEqualTo(emission.usage().occurredAtMicros() / 1_000);
                assertThat(ids.add(id)).isEqualTo(!(emission instanceof Emission.Repeat));
            }
        }
    }

    @Test
    void onePercentIsRepeatedAndOnePerMilleCorrectedAndMalformed() {
        Trials.run(3, random -> {
            List<Emission> emissions = all(new Workload(settings(random.nextLong(), RECORDS, 1)));

            assertThat(emissions).filteredOn(e -> e instanceof Emission.Call).hasSize((int) RECORDS);
            assertThat(emissions).filteredOn(e -> e instanceof Emission.Repeat).hasSize(200);
            assertThat(emissions)
                    .filteredOn(e -> e instanceof Emission.Correction)
                    .hasSize(20);
            assertThat(emissions)
                    .filteredOn(e -> e instanceof Emission.Malformed)
                    .hasSize(20)
                    .extracting(e -> ((Emission.Malformed) e).kind())
                    .contains(MalformedKind.values());
        });
    }

    @Test
    void repeatIsARecordEmittedBefore() {
        Set<Usage> seen = new HashSet<>();
        for (Emission emission : all(new Workload(settings(11, 5_000, 1)))) {
            assertThat(emission instanceof Emission.Repeat).isEqualTo(!seen.add(emission.usage()));
        }
    }

    @Test
    void correctionIsOfACallEmittedBeforeAtItsInstantWithMoreOutput() {
        Map<UUID, Usage> seen = new HashMap<>();
        for (Emission emission : all(new Workload(settings(11, 5_000, 1)))) {
            Usage usage = emission.usage();
            if (emission instanceof Emission.Correction) {
                Usage call = Objects.requireNonNull(seen.get(usage.corrects()));
                assertThat(usage.occurredAtMicros()).isEqualTo(call.occurredAtMicros());
                assertThat(usage.attribution()).isEqualTo(call.attribution());
                assertThat(usage.tokens().total()).isGreaterThan(call.tokens().total());
            } else {
                assertThat(usage.corrects()).isNull();
            }
            seen.put(usage.eventId(), usage);
        }
    }

    @Test
    void onePercentIsPublishedUpToTenMinutesLateAndNothingEarly() {
        List<Usage> calls = calls(new Workload(settings(5, RECORDS, 1)));

        assertThat(calls).allSatisfy(call -> assertThat(delay(call)).isBetween(0L, 10 * Micros.PER_MINUTE));
        assertThat(calls)
                .filteredOn(call -> delay(call) >= 30 * Micros.PER_SECOND)
                .hasSizeBetween(195, 200);
        assertThat(calls)
                .filteredOn(call -> delay(call) >= 5 * Micros.PER_MINUTE)
                .hasSizeBetween(60, 140);
    }

    @Test
    void callsAreInOrderOfPublishingAndWithinTheSpan() {
        WorkloadSettings settings = settings(5, RECORDS, 1);
        List<Usage> calls = calls(new Workload(settings));

        assertThat(calls).extracting(call -> call.timing().publishedAtMicros()).isSorted();
        assertThat(calls).allSatisfy(call -> {
            assertThat(call.occurredAtMicros()).isGreaterThanOrEqualTo(settings.startMicros());
            assertThat(call.timing().publishedAtMicros()).isLessThan(END);
        });
    }

    @Test
    void malformedTimestampLiesFarInTheFuture() {
        Workload workload = new Workload(settings(5, RECORDS, 1));

        assertThat(all(workload))
                .filteredOn(e -> e instanceof Emission.Malformed m && m.kind() == MalformedKind.FUTURE_TIMESTAMP)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(e.usage().occurredAtMicros()).isGreaterThan(END + 28 * Micros.PER_DAY));
        assertThat(all(workload))
                .filteredOn(e -> e instanceof Emission.Malformed)
                .allSatisfy(e -> assertThat(e.usage().tokens().inputTotal()).isPositive());
    }

    @Test
    void outcomesAreThoseOfLife() {
        List<Usage> calls = calls(new Workload(settings(9, RECORDS, 1)));

        assertThat(count(calls, Outcome.ERROR, Outcome.TIMEOUT)).isBetween(240L, 360L);
        assertThat(count(calls, Outcome.CANCELLED, Outcome.PARTIAL)).isBetween(60L, 160L);
        assertThat(count(calls, Outcome.REFUSED)).isBetween(30L, 100L);
        assertThat(count(calls, Outcome.SUCCESS)).isGreaterThan(19_300L);
    }

    @Test
    void failedAttemptIsTriedAgainByTheSameCaller() {
        Map<String, Usage> firsts = new HashMap<>();
        int retries = 0;
        for (Usage call : calls(new Workload(settings(9, RECORDS, 1)))) {
            Attempt attempt = call.attempt();
            if (attempt != null && attempt.number() == 1) {
                firsts.put(attempt.operationId(), call);
            } else if (attempt != null) {
                assertThat(firsts).containsKey(attempt.operationId());
                Usage first = Objects.requireNonNull(firsts.get(attempt.operationId()));
                assertThat(first.result().outcome()).isIn(Outcome.ERROR, Outcome.TIMEOUT);
                assertThat(first.attribution()).isEqualTo(call.attribution());
                assertThat(first.call().modelRequested()).isEqualTo(call.call().modelServed());
                retries++;
            }
        }
        assertThat(retries).isEqualTo(200);
    }

    @Test
    void workspacesAreVeryUnequal() {
        Workload workload = new Workload(settings(13, RECORDS, 1));
        List<Usage> calls = calls(workload);
        List<Tenant> tenants = workload.cast().tenants();
        List<Long> sizes = tenants.stream()
                .map(tenant -> calls.stream()
                        .filter(call -> call.workspaceId().equals(tenant.id()))
                        .count())
                .toList();

        assertThat(tenants).hasSize(40);
        assertThat(sizes).doesNotContain(0L);
        assertThat(sizes.get(0)).isGreaterThan(15 * sizes.get(39));
        assertThat(tenants).allSatisfy(tenant -> assertThat(tenant.keys()).hasSizeBetween(1, 8));
    }

    @Test
    void everyModelHasAPriceAndMostAreCalled() {
        Set<String> priced =
                PriceFiles.inTree().stream().map(WorkloadTest::name).collect(Collectors.toSet());
        Set<String> called = calls(new Workload(settings(13, RECORDS, 1))).stream()
                .map(call -> call.call().provider() + "/" + call.call().modelRequested())
                .collect(Collectors.toSet());

        assertThat(priced).containsAll(called);
        assertThat(called).hasSizeGreaterThan(11);
    }

    @Test
    void tokensComeInTheDialectOfTheirProvider() {
        List<Usage> calls = calls(new Workload(settings(17, RECORDS, 1)));

        assertThat(calls)
                .filteredOn(call -> TokenCounts.orZero(call.tokens().cacheRead()) > 0)
                .hasSizeGreaterThan(2_000);
        assertThat(calls)
                .filteredOn(call -> TokenCounts.orZero(call.tokens().reasoning()) > 0)
                .hasSizeGreaterThan(1_000);
        assertThat(calls)
                .filteredOn(call -> TokenCounts.orZero(call.tokens().cacheWrite1h()) > 0)
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.call().provider()).isEqualTo("anthropic"));
        assertThat(calls)
                .filteredOn(call -> call.call().provider().equals("mistral_ai"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.tokens().cacheRead()).isNull());
    }

    @Test
    void oneRecordAndAShortSpanAreEnough() {
        Workload workload = new Workload(new WorkloadSettings(1, 1, END - Micros.PER_SECOND, Micros.PER_SECOND, 1));

        assertThat(calls(workload))
                .singleElement()
                .satisfies(call -> assertThat(call.occurredAtMicros()).isBetween(END - Micros.PER_SECOND, END));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> settings(1, 0, 1)).hasMessage("records: 0 (expected: 1 to 1000000000)");
        assertThatThrownBy(() -> new WorkloadSettings(1, 1, 0, 5, 1))
                .hasMessage("span: 5 µs (expected: 1 second to 34 days)");
    }

    private static long count(List<Usage> calls, Outcome... outcomes) {
        return calls.stream()
                .filter(call -> List.of(outcomes).contains(call.result().outcome()))
                .count();
    }

    private static long delay(Usage call) {
        return call.timing().publishedAtMicros() - call.occurredAtMicros();
    }

    private static String name(Price price) {
        return price.provider() + "/" + price.model();
    }

    private static WorkloadSettings settings(long seed, long records, long runId) {
        return WorkloadSettings.dayBefore(END, seed, records, runId);
    }

    private static List<Usage> calls(Workload workload) {
        return all(workload).stream()
                .filter(e -> e instanceof Emission.Call)
                .map(Emission::usage)
                .toList();
    }

    private static List<Emission> all(Workload workload) {
        return rest(workload.from(0));
    }

    private static List<Emission> rest(Iterator<Emission> emissions) {
        List<Emission> list = new ArrayList<>();
        emissions.forEachRemaining(list::add);
        return list;
    }
}
