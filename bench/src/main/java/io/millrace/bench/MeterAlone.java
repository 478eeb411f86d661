package io.millrace.bench;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.Account;
import io.millrace.streams.metering.BudgetState;
import io.millrace.streams.metering.Meter;
import io.millrace.streams.metering.MeterOutput;
import io.millrace.streams.metering.MeterState;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rater;
import io.millrace.streams.metering.ScopeState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A meter without Kafka: nothing is stored, and what it tells is counted only. Its wall clock goes as if 10,000 calls came
 * each second, with a heartbeat every second. The calls of a second are made and rated before they are timed. Not thread-safe.
 */
final class MeterAlone {
    private static final int CALLS_A_BEAT = 10_000;
    /** Every scope that is used is told once in 30 s: the calls of a round are those of as long. */
    private static final int BEATS_A_ROUND = 30;

    private final StreamsTraffic traffic;
    private final PriceBook prices;
    private final Told told = new Told();
    private final Meter meter = new Meter(new Nowhere(), told, 0);
    private long next;
    private long nowMillis;

    MeterAlone(StreamsTraffic traffic) {
        this.traffic = traffic;
        prices = PriceBook.of(List.of(traffic.price()));
        nowMillis = TimeUnit.MICROSECONDS.toMillis(traffic.startMicros());
        traffic.policies().forEach(meter::restore);
    }

    /**
     * Of one call, in nanoseconds of CPU time of the thread: collections of garbage are not in it.
     *
     * @param callNanos to count it
     * @param heartbeatNanos its share of the heartbeats
     */
    record Cost(double callNanos, double heartbeatNanos) {
        double nanos() {
            return callNanos + heartbeatNanos;
        }
    }

    private record Rated(Usage usage, Rating rating) {}

    long scopes() {
        return traffic.scopes();
    }

    /** Every key is met twice, and with that every scope but a few. */
    void meet() {
        for (long beats = 0; beats * CALLS_A_BEAT < 2 * traffic.keys(); beats++) {
            count();
            beat();
        }
        if (told.decisions < traffic.scopes() * 99 / 100) {
            throw new IllegalStateException(
                    "decisions: " + told.decisions + " (expected: one at least for each of " + traffic.scopes() + ")");
        }
    }

    Cost round() {
        long counting = 0;
        long beating = 0;
        for (int beats = 0; beats < BEATS_A_ROUND; beats++) {
            counting += count();
            beating += beat();
        }
        double calls = (double) BEATS_A_ROUND * CALLS_A_BEAT;
        return new Cost(counting / calls, beating / calls);
    }

    /** Nanoseconds for the calls of a second. */
    private long count() {
        List<Rated> calls = calls();
        long start = CpuTime.nanos();
        for (Rated call : calls) {
            meter.usage(call.usage, call.rating);
        }
        return CpuTime.nanos() - start;
    }

    private List<Rated> calls() {
        List<Rated> calls = new ArrayList<>(CALLS_A_BEAT);
        for (int i = 0; i < CALLS_A_BEAT; i++) {
            Usage usage = traffic.call(next++);
            calls.add(new Rated(usage, Rater.rate(usage, Workspace.unknown(usage.workspaceId()), prices)));
        }
        return calls;
    }

    private long beat() {
        nowMillis += TimeUnit.SECONDS.toMillis(1);
        long start = CpuTime.nanos();
        meter.heartbeat(nowMillis);
        return CpuTime.nanos() - start;
    }

    /** Counts what gateways would be told. */
    private static final class Told implements MeterOutput {
        private long decisions;

        @Override
        public void decision(Decision decision) {
            decisions++;
        }

        @Override
        public void forget(Scope scope) {}

        @Override
        public void alert(BudgetAlert alert) {}
    }

    /** Keeps nothing. */
    private static final class Nowhere implements MeterState {
        @Override
        public void save(ScopeState scope) {}

        @Override
        public void remove(ScopeState scope) {}

        @Override
        public void save(Account account) {}

        @Override
        public boolean first(String text) {
            return true;
        }

        @Override
        public void forgetBefore(long micros) {}

        @Override
        public @Nullable BudgetState find(Scope scope, BudgetState newest, Window window) {
            return null;
        }

        @Override
        public void keep(Scope scope, BudgetState state) {}
    }
}
