package io.millrace.client.integration;

import io.millrace.client.EventIds;
import io.millrace.client.adapter.AdaptedUsage;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one record of each call that a listener saw, and hands it to the sink. Thread-safe. No method throws: a call that
 * cannot be recorded is counted, and goes on.
 */
public final class CallRecorder {
    private static final String UNKNOWN = "unknown";
    private static final long NANOS_PER_MICRO = 1_000;

    private final UsageSink sink;
    private final Supplier<? extends @Nullable CallIdentity> identity;
    private final Clock clock;
    private final EventIds eventIds;
    private final LongAdder recorded = new LongAdder();
    private final LongAdder unattributed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** @param identity asked on the thread that starts the call; null leaves the call out */
    public CallRecorder(UsageSink sink, Supplier<? extends @Nullable CallIdentity> identity, Clock clock) {
        this.sink = sink;
        this.identity = identity;
        this.clock = clock;
        eventIds = new EventIds(clock);
    }

    /** To be kept until the call ends; null when nobody is known to make it. */
    public @Nullable StartedCall start() {
        try {
            CallIdentity caller = identity.get();
            if (caller != null) {
                return new StartedCall(eventIds.next(), caller, clock.tickNanos());
            }
        } catch (RuntimeException e) {
            // Counted below; the message may hold what the caller knows of a person.
        }
        unattributed.increment();
        return null;
    }

    /** Hands the record over. What reads the call runs inside, so that its failure is counted too. */
    public void end(StartedCall started, Supplier<EndedCall> ended) {
        try {
            sink.accept(usage(started, ended.get()));
            recorded.increment();
        } catch (RuntimeException | LinkageError e) {
            failed.increment();
        }
    }

    public RecorderCounters counters() {
        return new RecorderCounters(recorded.sum(), unattributed.sum(), failed.sum());
    }

    private Usage usage(StartedCall started, EndedCall ended) {
        CallIdentity caller = started.identity();
        AdaptedUsage counts = ended.usage();
        return new Usage(
                started.eventId(),
                caller.attribution(),
                call(ended),
                counts == null ? TokenCounts.NONE : counts.tokens(),
                counts == null ? UnitCounts.NONE : counts.units(),
                counts == null ? UsageSource.NONE : counts.source(),
                timing(started),
                result(ended),
                null,
                caller.credentialMode(),
                counts == null ? null : counts.statedCostNanoUsd(),
                null,
                caller.decision(),
                null,
                caller.metadata());
    }

    private static ModelCall call(EndedCall ended) {
        AdaptedUsage counts = ended.usage();
        String served = identifierOrNull(ended.modelServed());
        String asked = identifierOrNull(ended.modelRequested());
        String requested = asked != null ? asked : served != null ? served : UNKNOWN;
        return new ModelCall(
                ended.operation(),
                ended.provider(),
                requested,
                served == null && ended.outcome() == Outcome.SUCCESS ? requested : served,
                null,
                counts == null ? null : counts.region(),
                counts == null ? null : counts.serviceTier(),
                counts != null && counts.batch(),
                ended.streamed());
    }

    private Timing timing(StartedCall started) {
        long micros = (clock.tickNanos() - started.startedNanos()) / NANOS_PER_MICRO;
        boolean measured = micros >= 0 && micros <= Timing.DURATION_MICROS_MAX;
        return new Timing(Micros.clamp(clock.nowMicros()), 0, measured ? micros : null, null, null, null);
    }

    private static Result result(EndedCall ended) {
        Throwable error = ended.error();
        return new Result(
                ended.outcome(),
                ended.httpStatus(),
                error == null ? null : Failures.typeOf(error),
                identifierOrNull(ended.providerResponseId()));
    }

    /** What a provider sent that is no identifier is left out: it could be anything. */
    private static @Nullable String identifierOrNull(@Nullable String value) {
        try {
            return Require.identifierOrNull("identifier", value);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
