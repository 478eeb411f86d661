package io.millrace.alerts.delivery;

import io.millrace.schemas.error.Expected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a message is tried again, and when it is given up: after so many refusals, or, of a receiver that is away, after so many
 * tries and so long.
 *
 * @param first pause after the first try; each later one is twice as long
 * @param max longest pause; also of those that a receiver asks for
 * @param attempts tries before a receiver that is away is given up, from 1
 * @param patience after which it is given up, counted from when the message was first tried
 * @param refusals tries before a receiver that refuses is given up, from 1
 */
public record RetryRule(Duration first, Duration max, int attempts, Duration patience, int refusals) {
    public static final RetryRule DEFAULT =
            new RetryRule(Duration.ofSeconds(1), Duration.ofMinutes(5), 8, Duration.ofHours(24), 3);

    public RetryRule {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw Expected.illegal("retry pauses", first + " to " + max, "more than 0, the second at least the first");
        }
        if (attempts < 1 || refusals < 1 || patience.isNegative()) {
            throw Expected.illegal(
                    "retry bounds", attempts + ", " + refusals + ", " + patience, "1 or more, 1 or more, >= 0");
        }
    }

    /**
     * The pause until the next try; null where there is none.
     *
     * @param attempt tries made so far, from 1
     * @param age since the first of them
     */
    public @Nullable Duration pause(Answer answer, int attempt, Duration age) {
        if (answer instanceof Answer.Taken) {
            return null;
        }
        if (answer instanceof Answer.Later later) {
            Duration asked = later.after();
            boolean over = attempt >= attempts && age.compareTo(patience) >= 0;
            return over ? null : within(asked == null ? doubled(attempt) : longer(asked, first));
        }
        return attempt >= refusals ? null : doubled(attempt);
    }

    private Duration doubled(int attempt) {
        Duration pause = first;
        for (int i = 1; i < attempt && pause.compareTo(max) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return within(pause);
    }

    private Duration within(Duration pause) {
        return pause.compareTo(max) > 0 ? max : pause;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
