package io.millrace.standalone.workload;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.trace.Draws;
import io.millrace.standalone.trace.TraceCall;
import io.millrace.standalone.workload.CallMaker.Moment;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The cast, laid over the calls of a trace: arrivals and token counts are the trace's, exactly; who calls which model,
 * latency and all else is generated from the seed, since no public trace has it. Every call succeeds; nothing is
 * repeated, late or malformed. Times are shifted so that the last call is published at the given instant. Thread-safe.
 */
public final class TraceWorkload implements Traffic {
    private static final long PUBLISH_DELAY_MICROS = 1_000;

    private final List<TraceCall> trace;
    private final Cast cast;
    private final EventIds ids;
    private final long callerSeed;
    private final long shiftMicros;

    /**
     * @param trace the calls in order of time, at least one
     * @param endMicros when the last call is published, microseconds since the epoch
     * @param runId part of every event id, so that two runs never share one
     */
    public TraceWorkload(List<TraceCall> trace, long seed, long endMicros, long runId) {
        if (trace.isEmpty()) {
            throw MillraceException.user("TRACE_FILE", "trace", "empty", "at least one call");
        }
        this.trace = List.copyOf(trace);
        this.cast = CastMaker.make(seed);
        this.ids = new EventIds(seed, runId);
        this.callerSeed = Draws.mix(seed, 108);
        this.shiftMicros = endMicros - trace.get(trace.size() - 1).offsetMicros();
    }

    @Override
    public long calls() {
        return trace.size();
    }

    @Override
    public long emissions() {
        return trace.size();
    }

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public Iterator<Emission> from(long emissionIndex) {
        return LongStream.range(emissionIndex, calls())
                .<Emission>mapToObj(index -> new Emission.Call(call(index)))
                .iterator();
    }

    @Override
    public Usage call(long index) {
        TraceCall call = trace.get(Math.toIntExact(index));
        SplittableRandom random = new SplittableRandom(Draws.mix(callerSeed, index));
        Caller caller = Caller.drawText(tenant(call, random), call.cachedTokens() > 0, random);
        TokenCounts tokens =
                TokenDraw.exact(caller.model(), call.inputTokens(), call.cachedTokens(), call.outputTokens());
        long published = shiftMicros + call.offsetMicros();
        boolean streamed = random.nextDouble() < caller.feature().streamedShare;
        Moment moment = new Moment(published - PUBLISH_DELAY_MICROS, published, streamed, null);
        return CallMaker.usage(ids.id(moment.occurredMicros(), index), caller, moment, tokens, Ending.SUCCESS, random);
    }

    /** A caller the trace names keeps to one workspace. */
    private Tenant tenant(TraceCall call, SplittableRandom random) {
        if (call.client() == TraceCall.NO_CLIENT) {
            return cast.draw(random);
        }
        return cast.tenants().get(Math.floorMod(call.client(), cast.tenants().size()));
    }
}
