package io.millrace.client;

import io.millrace.avro.Origin;
import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.usage.Usage;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buffer between callers and Kafka, and the one thread that empties it. Callers only ever touch the buffer.
 * Records leave in the order they came, stamped with the time and the gateway's sequence.
 */
final class Publisher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final long IDLE_MILLIS = 20;
    private static final long RETRY_MILLIS = 500;

    private final BlockingQueue<Usage> buffer;
    private final Producer<String, UsageRecord> producer;
    private final String topic;
    private final ClientSettings settings;
    private final Clock clock;
    private final long epochMicros;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private long sequence;
    private volatile boolean closing;

    Publisher(Producer<String, UsageRecord> producer, String topic, ClientSettings settings, Clock clock) {
        this.buffer = new ArrayBlockingQueue<>(settings.bufferRecords());
        this.producer = producer;
        this.topic = topic;
        this.settings = settings;
        this.clock = clock;
        this.epochMicros = clock.nowMicros();
    }

    PublishResult offer(Usage usage) {
        if (closing) {
            dropped.increment();
            return PublishResult.CLOSED;
        }
        // Counted before it is in the buffer, so that pending is never seen below zero.
        accepted.increment();
        if (buffer.offer(usage) || (settings.backpressure() == Backpressure.BLOCK && offerWaiting(usage))) {
            return PublishResult.ACCEPTED;
        }
        accepted.decrement();
        dropped.increment();
        return PublishResult.DROPPED;
    }

    ClientCounters counters() {
        long done = acknowledged.sum();
        long lost = failed.sum();
        return new ClientCounters(accepted.sum(), done, dropped.sum(), lost);
    }

    /** Waits until all that was accepted is acknowledged or failed; false when the time is over first. */
    boolean awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = clock.tickNanos() + timeout.toNanos();
        while (counters().pending() > 0) {
            if (clock.tickNanos() - deadline >= 0) {
                return false;
            }
            if (buffer.isEmpty()) {
                producer.flush();
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return true;
    }

    void close() {
        closing = true;
    }

    @Override
    public void run() {
        try {
            while (!closing || !buffer.isEmpty()) {
                Usage usage = buffer.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (usage != null) {
                    send(usage);
                }
            }
        } catch (InterruptedException e) {
            // The client gave up waiting for the drain; what is left is in the counters as pending.
            Thread.currentThread().interrupt();
        }
    }

    private boolean offerWaiting(Usage usage) {
        try {
            return buffer.offer(usage, settings.blockMax().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void send(Usage usage) throws InterruptedException {
        UsageRecord record = UsageMapping.toAvro(usage);
        record.getTiming().setPublishedAtMicros(clock.nowMicros());
        record.setOrigin(new Origin(settings.gatewayId(), epochMicros, ++sequence));
        ProducerRecord<String, UsageRecord> message = new ProducerRecord<>(topic, usage.workspaceId(), record);
        while (!handOver(message)) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    /** False when the registry did not answer and the record is to be handed over again. */
    private boolean handOver(ProducerRecord<String, UsageRecord> message) {
        try {
            producer.send(message, (metadata, error) -> done(error));
        } catch (RegistryException e) {
            if (e.retriable()) {
                LOG.warn("schema registry away, {} records waiting", buffer.size() + 1);
                return false;
            }
            done(e);
        } catch (KafkaException e) {
            done(e);
        }
        return true;
    }

    private void done(@Nullable Exception error) {
        if (error == null) {
            acknowledged.increment();
        } else {
            failed.increment();
            LOG.warn("usage record refused by kafka", error);
        }
    }
}
