package io.millrace.streams.metering;

import io.millrace.schemas.budget.ErrorSignal;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Requests and failed ones among them (ERROR, TIMEOUT) in a sliding window, estimated as {@link RateWindow} does. A burst is
 * told once in each span of the window's length, [N·length, N·length + length). Not thread-safe.
 */
public final class ErrorBurst {
    /** Nothing was told yet. */
    public static final long NEVER = -1;

    private final RateWindow requests;
    private final RateWindow errors;
    private long firedSpanMicros;

    ErrorBurst(long lengthMicros) {
        this(new RateWindow(lengthMicros), new RateWindow(lengthMicros), NEVER);
    }

    /** @param firedSpanMicros start of the span in which a burst was told last; {@link #NEVER} */
    public ErrorBurst(RateWindow requests, RateWindow errors, long firedSpanMicros) {
        this.requests = requests;
        this.errors = errors;
        this.firedSpanMicros = firedSpanMicros;
    }

    static long lengthMicros(ErrorSignal signal) {
        return signal.windowSeconds() * Micros.PER_SECOND;
    }

    /** Counts a call, if it is a request. The span in which it makes a burst, once; null for none. */
    @Nullable
    Window add(Usage usage, ErrorSignal signal) {
        if (!Amounts.isRequest(usage)) {
            return null;
        }
        Outcome outcome = usage.result().outcome();
        boolean failed = outcome == Outcome.ERROR || outcome == Outcome.TIMEOUT;
        requests.add(usage.occurredAtMicros(), 1);
        errors.add(usage.occurredAtMicros(), failed ? 1 : 0);
        long span = requests.spanStartMicros();
        if (span == firedSpanMicros || !isBurst(signal)) {
            return null;
        }
        firedSpanMicros = span;
        return new Window(span, span + requests.lengthMicros());
    }

    /** Failed calls in the window. */
    long errorCount() {
        return errors.estimate();
    }

    public RateWindow requests() {
        return requests;
    }

    public RateWindow errors() {
        return errors;
    }

    public long firedSpanMicros() {
        return firedSpanMicros;
    }

    private boolean isBurst(ErrorSignal signal) {
        long failed = errors.estimate();
        return failed > signal.errorCount() && failed * 100 > requests.estimate() * signal.requestPercent();
    }
}
