package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Budgets agree with plain maps when calls are corrected, again and again, late, and with a restart in between. */
class CorrectionTrialsTest {
    private static final long START = Micros.of(Instant.parse("2026-10-20T00:00:00Z"));
    private static final List<Period> CALENDAR =
            List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.LIFETIME);
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.WORKSPACE, Dimension.API_KEY, Dimension.MODEL);

    /** A call as it stands, and every event id it is known by. */
    private static final class Standing {
        private final List<UUID> ids = new ArrayList<>();
        private Usage usage;
        private Rating rating;

        Standing(Usage usage, Rating rating) {
            this.usage = usage;
            this.rating = rating;
            ids.add(usage.eventId());
        }
    }

    @Test
    void countersAlertsAndBalancesAgreeWithTheReference() {
        Trials.run(200, random -> {
            List<Policy> policies = policies(random);
            ReferenceBudgets reference = new ReferenceBudgets(policies);
            MemoryMeterState state = new MemoryMeterState();
            HeardOutput heard = new HeardOutput();
            Corrections corrections = new Corrections(new MemoryCountedCalls());
            List<Standing> calls = new ArrayList<>();
            Meter meter = meter(state, heard, policies);
            long now = START;
            for (int i = 0; i < 150; i++) {
                now += random.nextInt(8) == 0 ? random.nextLong(3 * Micros.PER_DAY) : random.nextLong(Micros.PER_HOUR);
                if (!calls.isEmpty() && random.nextInt(3) == 0) {
                    correct(random, i, calls, corrections, meter, reference);
                } else {
                    long late = random.nextInt(5) == 0 ? random.nextLong(9 * Micros.PER_DAY) : 0;
                    Standing call = new Standing(usage(random, now - late, i), rating(random));
                    calls.add(call);
                    meter.usage(call.usage, call.rating);
                    corrections.counted(call.usage, call.rating, meter.watched("w"));
                    reference.usage(call.usage, call.rating);
                }
                if (random.nextInt(40) == 0) {
                    meter = meter(state, heard, policies);
                }
                if (random.nextInt(10) == 0) {
                    meter.heartbeat(heard.later());
                }
            }
            meter.heartbeat(heard.later());
            assertThat(alerts(heard, policies)).containsExactlyInAnyOrderElementsOf(reference.alerts);
            assertThat(newest(heard)).isEqualTo(reference.newest());
            assertThat(state.chargesNanoUsd("w"))
                    .isEqualTo(calls.stream()
                            .mapToLong(call -> call.rating.charge().nanoUsd())
                            .sum());
        });
    }

    private static void correct(
            RandomGenerator random,
            int number,
            List<Standing> calls,
            Corrections corrections,
            Meter meter,
            ReferenceBudgets reference) {
        Standing call = calls.get(random.nextInt(calls.size()));
        UUID named = call.ids.get(random.nextInt(call.ids.size()));
        Usage correction = CorrectedUsage.of(usage(random, call.usage.occurredAtMicros(), number), named);
        Rating rating = rating(random);
        assertThat(corrections.refusal(correction, named)).isNull();
        Corrections.Change change = corrections.replace(correction, named, rating);
        assertThat(change.before().replacement().charge()).isEqualTo(call.rating.charge());
        meter.correct(change, correction, rating);
        reference.correct(call.usage, call.rating, correction, rating);
        call.usage = correction;
        call.rating = rating;
        call.ids.add(correction.eventId());
    }

    private static Usage usage(RandomGenerator random, long at, int number) {
        return Samples.usage("w", "k" + random.nextInt(3), at, number, TokenCounts.of(random.nextLong(90), 3));
    }

    private static Rating rating(RandomGenerator random) {
        if (random.nextInt(6) == 0) {
            return new Rating.Unpriced();
        }
        Money cost = new Money(random.nextLong(50));
        return new Rating.Priced("p", 1, List.of(), cost, cost.timesPpm(1_200_000));
    }

    private static Meter meter(MemoryMeterState state, HeardOutput heard, List<Policy> policies) {
        Meter meter = new Meter(state, heard, 0);
        policies.forEach(meter::restore);
        state.restoreInto(meter);
        return meter;
    }

    private static List<Policy> policies(RandomGenerator random) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Dimension dimension = DIMENSIONS.get(random.nextInt(DIMENSIONS.size()));
            Policy policy = Policies.budget(
                    "b" + i,
                    dimension,
                    Pick.one(random, Measure.values()),
                    random.nextLong(1, 2_000),
                    Pick.one(random, CALENDAR),
                    ZoneId.of("Europe/Berlin"),
                    Action.BLOCK,
                    List.of(50, 80, 100, 130));
            boolean one = dimension == Dimension.API_KEY && random.nextBoolean();
            policies.add(one ? Policies.watching(policy, "k1", policy.limit()) : policy);
        }
        return policies;
    }

    private static List<String> alerts(HeardOutput heard, List<Policy> policies) {
        List<String> all = new ArrayList<>();
        for (BudgetAlert alert : heard.alerts) {
            for (Policy policy : policies) {
                if (policy.policyId().equals(alert.policyId())) {
                    String window = ReferenceBudgets.label(
                            policy,
                            Micros.toInstant(alert.window().startMicros()).atZone(policy.zone()));
                    all.add(alert.policyId() + " " + alert.scope().value() + " " + window + " "
                            + alert.thresholdPercent() + "% at " + alert.used() + " of " + policy.limit());
                }
            }
        }
        return all;
    }

    private static Map<String, String> newest(HeardOutput heard) {
        Map<String, String> all = new TreeMap<>();
        heard.newest.forEach((scope, decision) -> decision.constraints()
                .forEach(c -> all.put(
                        c.policyId() + " " + scope.value(),
                        c.used() + "/" + c.limit() + " " + (c.verdict() == Verdict.BLOCK))));
        return all;
    }
}
