package io.millrace.streams;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.Expected;
import java.time.Duration;

/**
 * What is kept so that calls can be corrected. Immutable.
 *
 * @param window how long a call can be corrected after it or its last correction was metered, stream time; at least that
 *     and at most twice as long. Memory grows with it. Zero refuses corrections, and keeps nothing
 * @param unpricedMax how many calls without a price each workspace can have waiting for one; what is beyond stays unpriced
 */
public record CorrectionSettings(Duration window, int unpricedMax) {
    public static final CorrectionSettings DEFAULT = new CorrectionSettings(Duration.ofHours(24), 10_000);

    private static final int WINDOW_MINUTES_MAX = 50_400;
    private static final int UNPRICED_MAX = 1_000_000;

    public CorrectionSettings {
        if (window.isNegative()
                || window.toMinutes() > WINDOW_MINUTES_MAX
                || (window.toMinutes() < 1 && !window.isZero())) {
            throw Expected.illegal("corrections window", window, "0, or 1 to " + WINDOW_MINUTES_MAX + " minutes");
        }
        if (unpricedMax < 0 || unpricedMax > UNPRICED_MAX) {
            throw Expected.illegal("unpriced max", unpricedMax, "0 to " + UNPRICED_MAX);
        }
    }

    /** Reads corrections.window.minutes and unpriced.max, where the defaults do not do. */
    static CorrectionSettings read(ConfigReader reader) {
        int minutes = reader.integer(
                "corrections.window.minutes", (int) DEFAULT.window().toMinutes(), 0, WINDOW_MINUTES_MAX);
        int unpriced = reader.integer("unpriced.max", DEFAULT.unpricedMax(), 0, UNPRICED_MAX);
        return new CorrectionSettings(Duration.ofMinutes(minutes), unpriced);
    }

    public boolean allowed() {
        return !window.isZero();
    }
}
