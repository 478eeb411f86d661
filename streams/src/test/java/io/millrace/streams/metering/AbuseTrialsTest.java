package io.millrace.streams.metering;

import static io.millrace.schemas.budget.Measure.REQUESTS;
import static io.millrace.schemas.scope.Dimension.API_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Signs of abuse agree with a search through all calls, with late ones and restarts in the middle. */
class AbuseTrialsTest {
    private static final long START = Micros.of(Instant.parse("2026-10-20T00:00:00Z"));
    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.ERROR, Outcome.TIMEOUT, Outcome.REFUSED, Outcome.PARTIAL);

    @Test
    void alertsAgreeWithTheReference() {
        int[] alerts = new int[1];
        Trials.run(200, random -> {
            Policy policy = policy(random);
            ReferenceAbuse reference = new ReferenceAbuse(policy);
            MemoryMeterState state = new MemoryMeterState();
            HeardOutput heard = new HeardOutput();
            Meter meter = meter(state, heard, policy);
            long now = START;
            for (int i = 0; i < 200; i++) {
                now += step(random);
                Usage usage = call(random, now);
                meter.usage(usage, new Rating.Unpriced());
                reference.usage(usage);
                if (random.nextInt(30) == 0) {
                    meter = meter(state, heard, policy);
                }
            }
            List<BudgetAlert> raised = heard.alerts.stream()
                    .filter(alert -> alert.policyId().equals(policy.policyId()))
                    .toList();
            assertThat(raised).extracting(AbuseTrialsTest::text).containsExactlyElementsOf(reference.alerts);
            assertThat(raised).extracting(BudgetAlert::alertId).doesNotHaveDuplicates();
            alerts[0] += raised.size();
        });
        assertThat(alerts[0]).isGreaterThan(200);
    }

    private static String text(BudgetAlert alert) {
        return alert.kind() + " " + alert.window().startMicros() + " " + alert.used() + "/" + alert.limit();
    }

    private static Meter meter(MemoryMeterState state, HeardOutput heard, Policy policy) {
        Meter meter = new Meter(state, heard, 0);
        meter.restore(policy);
        state.restoreInto(meter);
        return meter;
    }

    private static Policy policy(RandomGenerator random) {
        Policy any = Policies.budget(
                "a",
                API_KEY,
                REQUESTS,
                Long.MAX_VALUE,
                Period.MONTH,
                ZoneId.of("Europe/Berlin"),
                Action.NOTIFY,
                List.of());
        return any.withAbuse(new AbuseSignals(
                new SpikeSignal(random.nextInt(101, 600), random.nextLong(1, 8), random.nextInt(1, 25)),
                new AddressSignal(random.nextInt(1, 12)),
                new ErrorSignal(random.nextInt(8), random.nextInt(80), random.nextInt(1, 7_200))));
    }

    private static long step(RandomGenerator random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextLong(30 * Micros.PER_HOUR);
            case 1, 2, 3 -> random.nextLong(2 * Micros.PER_HOUR);
            default -> random.nextLong(5 * Micros.PER_MINUTE);
        };
    }

    private static Usage call(RandomGenerator random, long now) {
        long late = random.nextInt(6) == 0 ? random.nextLong(40 * Micros.PER_HOUR) : 0;
        Outcome outcome = Pick.one(random, OUTCOMES);
        boolean served = outcome == Outcome.SUCCESS || random.nextBoolean();
        Usage usage = Calls.ending(Calls.at("w", "k", now - late, 1), outcome, served);
        return random.nextInt(5) == 0 ? usage : Calls.from(usage, Samples.pseudonym(random.nextInt(20)));
    }
}
