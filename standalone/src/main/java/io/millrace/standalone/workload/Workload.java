package io.millrace.standalone.workload;

import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Attempt;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.trace.Draws;
import io.millrace.standalone.workload.CallMaker.Moment;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Calls that look like life, from a seed: {@link WorkloadSettings#records()} distinct valid calls and, on top of them,
 * 1 % repeats, 0.1 % corrections and 0.1 % malformed records. 1 % of the calls are late: published up to 10 minutes after they ended.
 * The sequence is a pure function of the settings; the clock is not read. Thread-safe.
 */
public final class Workload implements Traffic {
    /** How far in the future a malformed timestamp lies. */
    public static final long FUTURE_MICROS = 30 * Micros.PER_DAY;

    /** Numbers of malformed records, apart from those of calls. */
    private static final long MALFORMED_NUMBER = 1L << 62;
    /** Numbers of corrections. */
    private static final long CORRECTION_NUMBER = 1L << 61;

    private static final long CORRECTED_TOKENS_MAX = 500;

    private final WorkloadSettings settings;
    private final Cast cast;
    private final Rhythm rhythm;
    private final Schedule schedule;
    private final EventIds ids;
    private final long callerSeed;
    private final long momentSeed;

    public Workload(WorkloadSettings settings) {
        this.settings = settings;
        this.cast = CastMaker.make(settings.seed());
        this.rhythm = new Rhythm(settings.seed(), settings.startMicros(), settings.spanMicros(), cast);
        this.schedule = new Schedule(settings.seed(), settings.records());
        this.ids = new EventIds(settings.seed(), settings.runId());
        this.callerSeed = Draws.mix(settings.seed(), 106);
        this.momentSeed = Draws.mix(settings.seed(), 107);
    }

    public WorkloadSettings settings() {
        return settings;
    }

    @Override
    public long calls() {
        return settings.records();
    }

    @Override
    public long emissions() {
        return schedule.emissions();
    }

    @Override
    public Cast cast() {
        return cast;
    }

    @Override
    public Iterator<Emission> from(long emissionIndex) {
        return new Emissions(this, schedule, emissionIndex);
    }

    @Override
    public Usage call(long index) {
        boolean retry = index > 0 && schedule.isRetried(index - 1);
        boolean retried = schedule.isRetried(index);
        SplittableRandom who = new SplittableRandom(Draws.mix(callerSeed, retry ? index - 1 : index));
        SplittableRandom when = new SplittableRandom(Draws.mix(momentSeed, index));
        Caller caller = Caller.draw(cast, rhythm.burstAt(share(retry ? index - 1 : index, 0.5)), who);
        TokenCounts tokens = TokenDraw.draw(caller, who);
        boolean streamed = who.nextDouble() < caller.feature().streamedShare;
        Moment moment = moment(index, streamed, attempt(index, retry, retried), when);
        Ending ending = retried ? Ending.drawFailure(when) : retry ? Ending.SUCCESS : Ending.draw(streamed, when);
        return CallMaker.usage(ids.id(moment.occurredMicros(), index), caller, moment, tokens, ending, who);
    }

    /** The call again under an id of its own, as its correction: with more output. */
    Usage correction(long index) {
        Usage call = call(index);
        long number = CORRECTION_NUMBER | index;
        SplittableRandom random = new SplittableRandom(Draws.mix(callerSeed, number));
        long more = 1 + random.nextLong(CORRECTED_TOKENS_MAX);
        return CallMaker.correction(call, ids.id(call.occurredAtMicros(), number), more);
    }

    /** A valid call that is not one of the sequence, published after the given one. */
    Usage malformed(long index, MalformedKind kind) {
        long number = MALFORMED_NUMBER | index;
        SplittableRandom who = new SplittableRandom(Draws.mix(callerSeed, number));
        Caller caller = Caller.draw(cast, null, who);
        TokenCounts tokens = TokenDraw.draw(caller, who);
        long published = rhythm.at(share(index, 0.5));
        long occurred = published + (kind == MalformedKind.FUTURE_TIMESTAMP ? FUTURE_MICROS : 0);
        Moment moment = new Moment(occurred, Math.max(occurred, published), false, null);
        return CallMaker.usage(ids.id(occurred, number), caller, moment, tokens, Ending.SUCCESS, who);
    }

    private Moment moment(long index, boolean streamed, @Nullable Attempt attempt, SplittableRandom when) {
        long published = rhythm.at(share(index, when.nextDouble()));
        long delay = TimingDraw.publishDelayMicros(schedule.isLate(index), when);
        return new Moment(Math.max(settings.startMicros(), published - delay), published, streamed, attempt);
    }

    private static @Nullable Attempt attempt(long index, boolean retry, boolean retried) {
        if (retry) {
            return new Attempt("operation-" + (index - 1), 2);
        }
        return retried ? new Attempt("operation-" + index, 1) : null;
    }

    private double share(long index, double within) {
        return (index + within) / settings.records();
    }
}
