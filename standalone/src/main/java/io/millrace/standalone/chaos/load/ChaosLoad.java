package io.millrace.standalone.chaos.load;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultPlan;
import io.millrace.standalone.workload.Emission;
import io.millrace.standalone.workload.Workload;
import io.millrace.standalone.workload.WorkloadSettings;
import java.util.Iterator;
import java.util.List;

/**
 * The workload of the demonstration at life's own speed, with repeats, corrections, late and malformed records, and dates that
 * are wrong while the gateway's clock is. A pure function of its arguments. Thread-safe.
 */
public final class ChaosLoad {
    private static final long RUN = 1;
    private static final long MICROS_PER_MILLI = 1_000;

    private final Workload workload;
    private final long startMicros;
    private final List<Fault> clock;

    /** @param clock the times at which the clock that dates the calls is wrong */
    public ChaosLoad(ChaosSettings settings, long startMicros, List<Fault> clock) {
        this.workload = new Workload(new WorkloadSettings(
                settings.seed(), settings.calls(), startMicros, settings.lastsMillis() * MICROS_PER_MILLI, RUN));
        this.startMicros = startMicros;
        this.clock = List.copyOf(clock);
    }

    /** Something to publish, and from when on, once all before it is; microseconds since the epoch. */
    public record Due(long micros, Emission emission) {}

    public Workload workload() {
        return workload;
    }

    public long emissions() {
        return workload.emissions();
    }

    /** What is to be published from the given index on. */
    public Iterator<Due> from(long index) {
        Iterator<Emission> emissions = workload.from(index);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return emissions.hasNext();
            }

            @Override
            public Due next() {
                return due(emissions.next());
            }
        };
    }

    private Due due(Emission emission) {
        long published = emission.usage().timing().publishedAtMicros();
        // A malformed record may be dated in a month from now; it follows the call before it.
        long due = emission instanceof Emission.Malformed ? startMicros : published;
        return new Due(due, dated(emission, published));
    }

    private Emission dated(Emission emission, long published) {
        long shift = Micros.PER_SECOND
                * FaultPlan.clockSeconds(clock, GatewaySetup.COMPONENT, (published - startMicros) / MICROS_PER_MILLI);
        if (shift == 0) {
            return emission;
        }
        Usage usage = shifted(emission.usage(), shift);
        if (emission instanceof Emission.Malformed bad) {
            return new Emission.Malformed(bad.kind(), usage);
        }
        if (emission instanceof Emission.Repeat) {
            return new Emission.Repeat(usage);
        }
        return emission instanceof Emission.Correction ? new Emission.Correction(usage) : new Emission.Call(usage);
    }

    private static Usage shifted(Usage usage, long micros) {
        Timing t = usage.timing();
        Timing timing = new Timing(
                t.occurredAtMicros() + micros,
                t.publishedAtMicros() + micros,
                t.latencyMicros(),
                t.firstTokenMicros(),
                t.gatewayOverheadMicros(),
                t.queueMicros());
        return new Usage(
                usage.eventId(),
                usage.attribution(),
                usage.call(),
                usage.tokens(),
                usage.units(),
                usage.usageSource(),
                timing,
                usage.result(),
                usage.attempt(),
                usage.credentialMode(),
                usage.statedCostNanoUsd(),
                usage.corrects(),
                usage.decision(),
                usage.origin(),
                usage.metadata());
    }
}
