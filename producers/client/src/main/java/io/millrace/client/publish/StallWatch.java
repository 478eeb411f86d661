package io.millrace.client.publish;

import io.millrace.schemas.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Notices that the oldest record under way has been the same one for a while. Not thread-safe. */
final class StallWatch {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private @Nullable OutboxEntry oldest;
    private long nextLookNanos;

    StallWatch(Clock clock) {
        this.clock = clock;
    }

    /** True once a second for as long as the oldest record stays the same; null when none is under way. */
    boolean due(@Nullable OutboxEntry nowOldest) {
        if (nowOldest == null) {
            oldest = null;
            return false;
        }
        long now = clock.tickNanos();
        boolean due = nowOldest == oldest && now - nextLookNanos >= 0;
        if (due || nowOldest != oldest) {
            oldest = nowOldest;
            nextLookNanos = now + LOOK_NANOS;
        }
        return due;
    }
}
