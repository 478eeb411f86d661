package io.millrace.client.verdict;

import io.millrace.schemas.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warnings about things that repeat: each kind is logged at most once a minute, with how often it happened. Not thread-safe. */
final class Complaints {
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What repeats. */
    enum Kind {
        NOT_DECODED,
        REGISTRY,
        KAFKA_SILENT,
        NO_TOPIC,
        WORKSPACES_REFUSED,
        REWOUND,
        FAULT
    }

    private record Said(long tick, long unsaid) {}

    private final Map<Kind, Said> said = new HashMap<>();
    private final Logger log;
    private final Clock clock;

    Complaints(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    void about(Kind kind, String message, @Nullable Throwable cause) {
        long now = clock.tickNanos();
        Said last = said.get(kind);
        if (last != null && now - last.tick() < PAUSE_NANOS) {
            said.put(kind, new Said(last.tick(), last.unsaid() + 1));
            return;
        }
        String more = last == null || last.unsaid() == 0 ? "" : " (and " + last.unsaid() + " times before)";
        log.warn("{}{}", message, more, cause);
        said.put(kind, new Said(now, 0));
    }
}
