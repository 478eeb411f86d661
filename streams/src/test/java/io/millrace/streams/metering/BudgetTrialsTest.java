package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.LimitIncrease;
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
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Budgets agree with plain maps, with late records, clock changes, and restarts in the middle. */
class BudgetTrialsTest {
    private static final long START = Micros.of(Instant.parse("2026-10-20T00:00:00Z"));
    private static final List<Period> CALENDAR =
            List.of(Period.HOUR, Period.DAY, Period.WEEK, Period.MONTH, Period.LIFETIME);
    private static final List<Dimension> DIMENSIONS = List.of(Dimension.WORKSPACE, Dimension.API_KEY, Dimension.MODEL);

    @Test
    void countersAlertsAndVerdictsAgreeWithTheReference() {
        Trials.run(150, random -> {
            List<Policy> policies = new ArrayList<>(policies(random));
            List<Policy> ever = new ArrayList<>(policies);
            ReferenceBudgets reference = new ReferenceBudgets(policies);
            MemoryMeterState state = new MemoryMeterState();
            HeardOutput heard = new HeardOutput();
            Meter meter = meter(state, heard, policies);
            long now = START;
            for (int i = 0; i < 150; i++) {
                now += random.nextInt(8) == 0 ? random.nextLong(3 * Micros.PER_DAY) : random.nextLong(Micros.PER_HOUR);
                long late = random.nextInt(5) == 0 ? random.nextLong(9 * Micros.PER_DAY) : 0;
                Usage served = Samples.usage(
                        "w", "k" + random.nextInt(3), now - late, i, TokenCounts.of(random.nextLong(90), 3));
                Usage usage = random.nextInt(10) == 0 ? Calls.ending(served, Outcome.REFUSED, false) : served;
                Money cost = new Money(random.nextLong(50));
                Rating rating = new Rating.Priced("p", 1, List.of(), cost, cost.timesPpm(1_200_000));
                meter.usage(usage, rating);
                reference.usage(usage, rating);
                if (random.nextInt(12) == 0) {
                    change(random, policies, ever, meter, reference);
                }
                if (random.nextInt(40) == 0) {
                    meter = meter(state, heard, policies);
                }
                if (random.nextInt(10) == 0) {
                    meter.heartbeat(heard.later());
                }
            }
            meter.heartbeat(heard.later());
            assertThat(alerts(heard, ever)).containsExactlyInAnyOrderElementsOf(reference.alerts);
            assertThat(used(newest(heard))).isEqualTo(used(reference.newest()));
        });
    }

    /** Another limit, other thresholds, shadow or not, one more policy, one less; the first stays, and sees every call. */
    private static void change(
            RandomGenerator random, List<Policy> policies, List<Policy> ever, Meter meter, ReferenceBudgets reference) {
        int index = random.nextInt(policies.size());
        Policy old = policies.get(index);
        boolean add = random.nextInt(6) == 0;
        if (!add && index > 0 && random.nextInt(6) == 0) {
            policies.remove(index);
            meter.policy(old.policyId(), null);
            reference.remove(old.policyId());
            return;
        }
        List<Integer> percents = Pick.one(random, List.of(List.of(50, 80, 100, 130), List.of(10, 99), List.of(100)));
        Policy next = add
                ? policy(random, "b" + ever.size())
                : Policies.changed(old, random.nextLong(1, 3_000), percents, random.nextInt(4) == 0);
        ever.add(next);
        if (add) {
            policies.add(next);
        } else {
            policies.set(index, next);
        }
        meter.policy(next.policyId(), next);
        reference.put(next);
    }

    /** Without those that nothing was used of: the reference does not know scopes that nobody called on. */
    private static Map<String, String> used(Map<String, String> all) {
        all.values().removeIf(text -> text.startsWith("0/"));
        return all;
    }

    private static Meter meter(MemoryMeterState state, HeardOutput heard, List<Policy> policies) {
        Meter meter = new Meter(state, heard, 0);
        policies.forEach(meter::restore);
        state.restoreInto(meter);
        return meter;
    }

    private static List<Policy> policies(RandomGenerator random) {
        List<Policy> policies = new ArrayList<>();
        policies.add(policy(random, "b0", Dimension.WORKSPACE));
        for (int i = 1; i < 4; i++) {
            policies.add(policy(random, "b" + i));
        }
        return policies;
    }

    private static Policy policy(RandomGenerator random, String name) {
        return policy(random, name, Pick.one(random, DIMENSIONS));
    }

    private static Policy policy(RandomGenerator random, String name, Dimension dimension) {
        Policy policy = Policies.budget(
                name,
                dimension,
                Pick.one(random, Measure.values()),
                random.nextLong(1, 2_000),
                Pick.one(random, CALENDAR),
                ZoneId.of("Europe/Berlin"),
                Action.BLOCK,
                List.of(50, 80, 100, 130));
        boolean one = dimension == Dimension.API_KEY && random.nextBoolean();
        return (one ? Policies.watching(policy, "k1", policy.limit()) : policy)
                .withIncreases(random.nextBoolean() ? List.of() : List.of(increase(random), increase(random)));
    }

    private static LimitIncrease increase(RandomGenerator random) {
        long from = START + random.nextLong(30 * Micros.PER_DAY);
        return new LimitIncrease(random.nextLong(1, 1_500), from, from + 1 + random.nextLong(5 * Micros.PER_DAY));
    }

    private static List<String> alerts(HeardOutput heard, List<Policy> policies) {
        List<String> all = new ArrayList<>();
        for (BudgetAlert alert : heard.alerts) {
            Policy policy = policies.stream()
                    .filter(candidate -> candidate.policyId().equals(alert.policyId()))
                    .findFirst()
                    .orElseThrow();
            String window = ReferenceBudgets.label(
                    policy, Micros.toInstant(alert.window().startMicros()).atZone(policy.zone()));
            all.add(alert.policyId() + " " + alert.scope().value() + " " + window + " " + alert.thresholdPercent()
                    + "% at " + alert.used() + " of " + alert.limit());
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
