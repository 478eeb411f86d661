package io.millrace.billing.charging;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stops all charging while the provider turns us away for who we are; one call in a while tries whether it still does.
 * Thread-safe.
 */
final class Breaker {
    private final Clock clock;
    private final long pauseNanos;
    private @Nullable String reason;
    private long probeAtNanos;

    Breaker(Clock clock, Duration pause) {
        this.clock = clock;
        pauseNanos = pause.toNanos();
    }

    /** @throws GatewayException while it is open, but for one caller in each pause */
    synchronized void require() {
        if (reason == null) {
            return;
        }
        long now = clock.tickNanos();
        if (now - probeAtNanos < 0) {
            throw new GatewayException(
                    Expected.message("charging", "stopped by " + reason, "a key that may charge, in the right mode"),
                    null);
        }
        probeAtNanos = now + pauseNanos;
    }

    /** Takes note of an answer; silence says nothing of who we are. */
    synchronized void heard(Answer answer) {
        if (answer instanceof Answer.Unauthorized unauthorized) {
            reason = unauthorized.reason();
            probeAtNanos = clock.tickNanos() + pauseNanos;
        } else if (!(answer instanceof Answer.Unanswered || answer instanceof Answer.Busy)) {
            reason = null;
        }
    }
}
