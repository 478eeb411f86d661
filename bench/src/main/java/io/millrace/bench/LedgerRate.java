package io.millrace.bench;

import io.millrace.billing.postgres.LedgerStore;
import io.millrace.schemas.time.SystemClock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Posts drawdowns as billing does, two partitions at once, a batch and its commit at a time. Kafka is left out. */
final class LedgerRate {
    private static final int PARTITIONS = 2;

    private final SystemClock clock = new SystemClock();
    private final LedgerStore store;
    private final int batchSize;
    private final List<LedgerTraffic> traffic = new ArrayList<>();

    /**
     * What a run came to.
     *
     * @param perSecond drawdowns, made and posted
     * @param batchMillis how long each batch took to be posted, ascending
     */
    record Run(double perSecond, long drawdowns, List<Double> batchMillis) {
        double p99() {
            return batchMillis.get((int) Math.ceil(batchMillis.size() * 0.99) - 1);
        }
    }

    LedgerRate(LedgerStage stage, int workspaces, int batchSize) {
        this.batchSize = batchSize;
        store = new LedgerStore(stage.dataSource());
        UUID topic = new UUID(7, 7);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            traffic.add(new LedgerTraffic(topic, partition, PARTITIONS, workspaces, clock));
        }
    }

    /** Posts until the time is over or that many are posted; batches begun are ended. */
    Run run(double seconds, long drawdownsMax) {
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        AtomicLong posted = new AtomicLong();
        long start = clock.tickNanos();
        List<CompletableFuture<Void>> workers = traffic.stream()
                .map(own -> CompletableFuture.runAsync(() -> {
                    while ((clock.tickNanos() - start) / 1e9 < seconds && posted.get() < drawdownsMax) {
                        var batch = own.next(batchSize);
                        long before = clock.tickNanos();
                        posted.addAndGet(store.post(batch).posted());
                        millis.add((clock.tickNanos() - before) / 1e6);
                    }
                }))
                .toList();
        workers.forEach(CompletableFuture::join);
        double elapsed = (clock.tickNanos() - start) / 1e9;
        return new Run(
                posted.get() / elapsed, posted.get(), millis.stream().sorted().toList());
    }
}
