package io.millrace.client.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.spool.FsyncPolicy;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.usage.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers, a broker that acknowledges out of order, refuses and fails: nothing is lost from the books. */
class ConservationTest {
    private static final int CALLERS = 3;
    private static final int EACH = 15_000;

    @TempDir
    Path directory;

    @Test
    void dropOldest() throws InterruptedException {
        run(PublishSettings.defaults().buffering(500));
    }

    @Test
    void block() throws InterruptedException {
        run(PublishSettings.defaults().buffering(500).blockingUpTo(Duration.ofMillis(1)));
    }

    @Test
    void spool() throws InterruptedException {
        int segment = SpoolSettings.SEGMENT_BYTES_MIN;
        run(PublishSettings.defaults()
                .spoolingTo(new SpoolSettings(
                        directory, segment, 12L * segment, FsyncPolicy.NONE, Duration.ofMillis(100))));
    }

    private void run(PublishSettings settings) throws InterruptedException {
        ErraticBroker broker = new ErraticBroker();
        PublishTarget target = new PublishTarget("t", "t-value", broker::producer, new FakeRegistry(), true);
        Publisher publisher =
                Publisher.open("gateway-1", settings, target, UnaryOperator.identity(), new SystemClock());
        publisher.start();
        broker.start();
        AtomicBoolean running = new AtomicBoolean(true);
        List<String> violations = new ArrayList<>();
        Thread auditor = new Thread(() -> audit(publisher, running, violations));
        auditor.start();
        Map<PublishResult, AtomicLong> results = new ConcurrentHashMap<>();
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        List<Thread> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            long from = (long) caller * EACH;
            callers.add(new Thread(() -> publishAll(publisher, from, results, accepted)));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(publisher.awaitIdle(Duration.ofSeconds(30))).isTrue();
        running.set(false);
        auditor.join();
        CloseReport report = publisher.close(Duration.ofSeconds(1));
        broker.stop();

        ClientCounters end = publisher.counters();
        assertThat(violations).isEmpty();
        assertThat(report).isEqualTo(new CloseReport(0, 0));
        assertThat(end.accepted()).isEqualTo(count(results, PublishResult.ACCEPTED));
        assertThat(end.droppedTotal() - end.dropped(DropCause.OLDEST))
                .isEqualTo((long) CALLERS * EACH - end.accepted());
        assertThat(end.pending()).isZero();
        assertThat(end.pendingBytes()).isZero();
        assertThat(end.acknowledged()).isEqualTo(broker.stored.size());
        assertThat(broker.refused.get()).isEqualTo(end.refused());
        assertThat(end.producerRestarts()).isPositive();
        assertThat(accepted).containsAll(broker.stored);
        assertThat(accepted.size() - broker.stored.size()).isEqualTo(end.refused() + end.dropped(DropCause.OLDEST));
        assertThat(broker.storedTwice.get()).as("acknowledged once").isZero();
    }

    private static void audit(Publisher publisher, AtomicBoolean running, List<String> violations) {
        ClientCounters before = publisher.counters();
        while (running.get() && violations.isEmpty()) {
            ClientCounters now = publisher.counters();
            if (now.pending() < 0 || now.accepted() < before.accepted() || now.acknowledged() < before.acknowledged()) {
                violations.add(before + " then " + now);
            }
            before = now;
        }
    }

    private static void publishAll(
            Publisher publisher, long from, Map<PublishResult, AtomicLong> results, Set<String> accepted) {
        for (long number = from; number < from + EACH; number++) {
            Usage usage = Samples.usage("w-" + number % 7, PublishingRig.NOW, number, 10, 5);
            PublishResult result = publisher.publish(usage);
            results.computeIfAbsent(result, each -> new AtomicLong()).incrementAndGet();
            if (result == PublishResult.ACCEPTED) {
                accepted.add(usage.eventId().toString());
            }
        }
    }

    private static long count(Map<PublishResult, AtomicLong> results, PublishResult result) {
        return results.getOrDefault(result, new AtomicLong()).get();
    }

    /** Acknowledges most records, late and out of order, on a thread of its own; refuses some; breaks now and then. */
    private static final class ErraticBroker {
        private static final int BATCH = 64;
        /** So that every run has a failure, however few records reach the broker. */
        private static final long FIRST_FAILURE = 100;

        private long seen;

        private record Waiting(ProducerRecord<byte[], byte[]> message, Callback callback, ErraticProducer producer) {}

        private final class ErraticProducer extends MockProducer<byte[], byte[]> {
            ErraticProducer() {
                super(false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
            }

            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message, Callback callback) {
                waiting.add(new Waiting(message, callback, this));
                return CompletableFuture.completedFuture(null);
            }

            /** As Kafka's: what was under way comes back as failed before close returns. */
            @Override
            public void close(Duration timeout) {
                synchronized (ErraticBroker.this) {
                    waiting.removeIf(each -> each.producer() == this);
                }
                super.close(timeout);
            }
        }

        private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
        private final Set<String> stored = ConcurrentHashMap.newKeySet();
        private final AtomicLong storedTwice = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        private volatile boolean stopped;
        private final Thread thread = new Thread(this::work);

        MockProducer<byte[], byte[]> producer() {
            return new ErraticProducer();
        }

        void start() {
            thread.start();
        }

        void stop() throws InterruptedException {
            stopped = true;
            thread.join();
        }

        private void work() {
            while (!stopped) {
                step();
                Thread.onSpinWait();
            }
        }

        private synchronized void step() {
            List<Waiting> batch = new ArrayList<>();
            while (batch.size() < BATCH && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            Collections.shuffle(batch, new Random(random.nextLong()));
            for (Waiting each : batch) {
                int dice = random.nextInt(10_000);
                if (++seen == FIRST_FAILURE || dice < 2) {
                    each.callback().onCompletion(null, new TopicAuthorizationException("no"));
                } else if (dice < 60) {
                    refused.incrementAndGet();
                    each.callback().onCompletion(null, new RecordTooLargeException("large"));
                } else {
                    if (!stored.add(SentRecords.decode(each.message().value()).getEventId())) {
                        storedTwice.incrementAndGet();
                    }
                    each.callback().onCompletion(null, null);
                }
            }
        }
    }
}
