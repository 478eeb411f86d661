package io.millrace.alerts.kafka;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one destination did since the start, and what waits for it. Thread-safe. */
final class DeliveryCounters {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong undelivered = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestMillis = new AtomicLong();
    private volatile @Nullable String unreadable;

    void delivered() {
        delivered.incrementAndGet();
    }

    void retried() {
        retried.incrementAndGet();
    }

    void undelivered() {
        undelivered.incrementAndGet();
    }

    void passedOver() {
        passedOver.incrementAndGet();
    }

    /** @param why messages cannot be read, or kept, for now; null where they can */
    void held(@Nullable String why) {
        unreadable = why;
    }

    @Nullable
    String held() {
        return unreadable;
    }

    /** @param ageMillis of the oldest */
    void waiting(long messages, long ageMillis) {
        waiting.set(messages);
        oldestMillis.set(ageMillis);
    }

    DeliveryTotals totals(String destination) {
        return new DeliveryTotals(
                destination,
                delivered.get(),
                retried.get(),
                undelivered.get(),
                passedOver.get(),
                waiting.get(),
                oldestMillis.get());
    }
}
