package io.millrace.streams.topology;

import static io.millrace.streams.topology.Pipeline.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.AddressSignal;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.Calls;
import io.millrace.streams.metering.Policies;
import io.millrace.streams.metering.Prices;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The signs of abuse from the policies topic to the alerts topic: each raised once, with what it is about, and no verdict. */
class AbuseTopologyTest {
    private final Pipeline pipeline = new Pipeline();
    private final List<Usage> sent = new ArrayList<>();

    @AfterEach
    void close() {
        pipeline.close();
    }

    private void watch(AbuseSignals signals) {
        pipeline.price(Prices.of(Prices.rate(Component.INPUT, "1e-9")));
        pipeline.policy(Policies.budget(
                        "a",
                        Dimension.API_KEY,
                        Measure.CHARGE,
                        1_000_000,
                        Period.MONTH,
                        ZoneOffset.UTC,
                        Action.NOTIFY,
                        List.of())
                .withAbuse(signals));
    }

    private Usage call(long at, long tokens) {
        return Samples.usage("w", "k", at, sent.size(), TokenCounts.of(tokens, 0));
    }

    private void send(Usage usage) {
        sent.add(usage);
        pipeline.usage(usage);
    }

    private void assertRaised(String... expected) {
        assertThat(pipeline.alerts()).extracting(AbuseTopologyTest::text).containsExactly(expected);
        // What comes again raises nothing again.
        sent.forEach(pipeline::usage);
        assertThat(pipeline.alerts()).isEmpty();
        pipeline.flush();
        assertThat(pipeline.decisions()).allMatch(decision -> decision.verdict() == Verdict.ALLOW);
    }

    private static String text(BudgetAlert a) {
        long end = Objects.requireNonNull(a.window().endMicros());
        return a.kind() + " " + a.policyId() + " " + a.scope().value() + " " + a.used() + " of " + a.limit()
                + ", threshold " + a.threshold() + ", window "
                + (end - a.window().startMicros()) / Micros.PER_SECOND
                + " s";
    }

    @Test
    void spikeIsRaisedWithTheCallThatMakesIt() {
        watch(new AbuseSignals(new SpikeSignal(500, 50, 4), null, null));
        for (int hour = 0; hour < 4; hour++) {
            send(call(NOW + hour * Micros.PER_HOUR, 20));
        }
        send(call(NOW + 4 * Micros.PER_HOUR, 99));
        assertThat(pipeline.alerts()).isEmpty();
        send(call(NOW + 4 * Micros.PER_HOUR + 1_000, 1));
        send(call(NOW + 4 * Micros.PER_HOUR + 2_000, 500));
        assertRaised("SPIKE w/a k 100 of 20, threshold 100, window 3600 s");
    }

    @Test
    void addressesAreRaisedWithTheFirstOneTooMany() {
        watch(new AbuseSignals(null, new AddressSignal(2), null));
        for (int address : new int[] {1, 2, 1, 2}) {
            send(Calls.from(call(NOW, 1), Samples.pseudonym(address)));
        }
        assertThat(pipeline.alerts()).isEmpty();
        send(Calls.from(call(NOW, 1), Samples.pseudonym(3)));
        send(Calls.from(call(NOW, 1), Samples.pseudonym(4)));
        assertRaised("ADDRESSES w/a k 3 of 2, threshold 3, window 86400 s");
    }

    @Test
    void errorsAreRaisedOnceTheyAreTooManyAndTooLargeAShare() {
        watch(new AbuseSignals(null, null, new ErrorSignal(2, 50, 60)));
        for (int i = 0; i < 4; i++) {
            send(call(NOW, 1));
        }
        for (int i = 0; i < 4; i++) {
            send(Calls.ending(call(NOW, 0), Outcome.ERROR, true));
        }
        assertThat(pipeline.alerts()).isEmpty();
        send(Calls.ending(call(NOW, 0), Outcome.TIMEOUT, true));
        send(Calls.ending(call(NOW, 0), Outcome.TIMEOUT, true));
        assertRaised("ERRORS w/a k 5 of 2, threshold 3, window 60 s");
    }
}
