package io.millrace.alerts.kafka;

import java.util.concurrent.atomic.AtomicLong;

/** What one destination did since the start, and what waits for it. Thread-safe. */
final class DeliveryCounters {
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong undelivered = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong oldestMillis = new AtomicLong();

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

    void waiting(long messages, long sinceMillis) {
        waiting.set(messages);
        oldestMillis.set(sinceMillis);
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
