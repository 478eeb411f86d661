package io.millrace.client.publish;

import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records from the outbox, in order, into Kafka's producer. A producer that has failed for good is replaced, and
 * what it had not acknowledged is sent again, in order. So is one that lets the records behind one pass it: when the first
 * batch that a new producer sends to a partition is refused, because its leader is not up yet, and the second, already on
 * its way, is taken, then the broker refuses the first as out of sequence until it times out (Kafka 4.3.1). One thread calls {@link #step}; Kafka's thread reports back.
 */
final class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    /** Records handed over in one step at most. */
    private static final int STEP_RECORDS = 256;
    /** Bytes handed to Kafka and not settled; half of its buffer, so that handing over does not wait for room. */
    static final long IN_FLIGHT_BYTES_MAX = 16L * 1024 * 1024;

    private static final long PAUSE_FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Outbox outbox;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String topic;
    private final SchemaIds schemaIds;
    private final PublishTally tally;
    private final LogLimit logLimit;
    private final Backoff registryBackoff;
    private final Backoff producerBackoff;
    private final StallWatch stallWatch;
    private final InFlight inFlight = new InFlight();
    private @Nullable Producer<byte[], byte[]> producer;
    private long acknowledgedAtRestart = -1;
    /** Set by Kafka's thread or the sender: the producer is to be replaced. */
    private volatile @Nullable Exception failure;

    private volatile boolean stopped;
    /** When the oldest record under way was accepted, microseconds since the epoch; 0 when there is none. */
    private volatile long oldestSinceMicros;
    /** True while the sender is inside of send; read on its own thread. */
    private boolean sending;
    /** An error that send reported before it returned, on the sender's own thread. */
    private @Nullable Exception sentInVain;

    Sender(
            Outbox outbox,
            Supplier<Producer<byte[], byte[]>> producers,
            String topic,
            SchemaIds schemaIds,
            PublishTally tally,
            Clock clock) {
        this.outbox = outbox;
        this.producers = producers;
        this.topic = topic;
        this.schemaIds = schemaIds;
        this.tally = tally;
        this.logLimit = new LogLimit(clock);
        this.registryBackoff = new Backoff(clock, PAUSE_FIRST_NANOS, PAUSE_MAX_NANOS);
        this.stallWatch = new StallWatch(clock);
        this.producerBackoff = new Backoff(clock, PAUSE_FIRST_NANOS, PAUSE_MAX_NANOS);
    }

    /** Hands over what can be handed over now; false when there was nothing, or Kafka or the registry is away. */
    boolean step() {
        if (stallWatch.due(settleStorage()) && failure == null && inFlight.overtaken()) {
            failure = new IllegalStateException("the oldest record was overtaken in its partition, and stays behind");
        }
        if (failure != null) {
            dropProducer();
        }
        if (producerBackoff.pausing() || registryBackoff.pausing()) {
            return false;
        }
        int handed = 0;
        while (handed < STEP_RECORDS && failure == null && !stopped && mayTake()) {
            OutboxEntry entry = next();
            if (entry == null || !handOver(entry)) {
                break;
            }
            handed++;
        }
        return handed > 0;
    }

    /** True while nothing waits and nothing is under way, so that the thread may sleep long. */
    boolean idle() {
        return inFlight.records() == 0 && !inFlight.hasAgain() && !outbox.hasNext();
    }

    /** When the oldest record under way was accepted, microseconds since the epoch; 0 when there is none. Any thread. */
    long oldestSinceMicros() {
        return oldestSinceMicros;
    }

    /** Nothing more is handed over; errors of records under way are no longer taken for refusals. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Closes the producer without waiting and settles the last acknowledgements. After the last step. */
    void close() {
        closeProducer();
        settleStorage();
    }

    /** The oldest record under way; null when there is none. */
    private @Nullable OutboxEntry settleStorage() {
        OutboxEntry first = inFlight.trim();
        oldestSinceMicros = first == null ? 0 : first.acceptedAtMicros();
        outbox.keepFrom(first);
        return first;
    }

    private boolean mayTake() {
        return inFlight.hasAgain()
                || (inFlight.records() < outbox.inFlightMax() && inFlight.bytes() < IN_FLIGHT_BYTES_MAX);
    }

    private @Nullable OutboxEntry next() {
        OutboxEntry entry = inFlight.nextAgain();
        if (entry == null) {
            entry = outbox.take();
            if (entry != null) {
                inFlight.add(entry);
                if (oldestSinceMicros == 0) {
                    oldestSinceMicros = entry.acceptedAtMicros();
                }
            }
        }
        return entry;
    }

    /** False when the entry was put back because the registry or Kafka is away. */
    private boolean handOver(OutboxEntry entry) {
        Integer schemaId = schemaId(entry);
        Producer<byte[], byte[]> open = schemaId == null ? null : openProducer();
        if (schemaId == null || open == null) {
            inFlight.putBack(entry);
            return false;
        }
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, entry.key(), entry.value(schemaId));
        Exception error = send(open, entry, message);
        if (error == null || entry.settled()) {
            return true;
        }
        inFlight.putBack(entry);
        if (!Refusals.waiting(error)) {
            failure = error;
        }
        return false;
    }

    /** An error that was reported before this returned; the entry is not under way then. */
    private @Nullable Exception send(
            Producer<byte[], byte[]> open, OutboxEntry entry, ProducerRecord<byte[], byte[]> message) {
        Thread sender = Thread.currentThread();
        sentInVain = null;
        sending = true;
        try {
            open.send(message, (metadata, error) -> done(entry, error, sender));
        } catch (KafkaException | IllegalStateException e) {
            return e;
        } finally {
            sending = false;
        }
        return sentInVain;
    }

    private @Nullable Integer schemaId(OutboxEntry entry) {
        try {
            int id = schemaIds.idOf(entry.schema());
            registryBackoff.succeeded();
            return id;
        } catch (RuntimeException e) { // whatever the registry's client throws means: not now
            tally.registryRetried();
            registryBackoff.failed();
            if (logLimit.allows(SchemaIds.class)) {
                LOG.warn("schema registry gives no id, {} records wait: {}", outbox.pendingRecords(), e.toString());
            }
            return null;
        }
    }

    private @Nullable Producer<byte[], byte[]> openProducer() {
        if (producer == null) {
            try {
                producer = producers.get();
            } catch (KafkaException e) {
                // Such as a host name that cannot be resolved now.
                failure = e;
            }
        }
        return producer;
    }

    private void dropProducer() {
        Exception cause = failure;
        closeProducer();
        failure = null;
        inFlight.rewind();
        tally.producerRestarted();
        if (tally.acknowledgedSoFar() != acknowledgedAtRestart) {
            producerBackoff.succeeded();
        }
        acknowledgedAtRestart = tally.acknowledgedSoFar();
        producerBackoff.failed();
        if (cause != null && logLimit.allows(cause.getClass())) {
            LOG.warn("kafka producer replaced, {} records wait: {}", outbox.pendingRecords(), cause.toString());
        }
    }

    private void closeProducer() {
        Producer<byte[], byte[]> old = producer;
        producer = null;
        if (old != null) {
            try {
                old.close(Duration.ZERO);
            } catch (KafkaException e) {
                LOG.debug("kafka producer did not close", e);
            }
        }
    }

    private void done(OutboxEntry entry, @Nullable Exception error, Thread sender) {
        if (error == null) {
            if (entry.acknowledge()) {
                tally.acknowledged();
                release(entry);
            }
        } else if (Refusals.forGood(error) && !stopped) {
            if (entry.refuse()) {
                tally.refused();
                release(entry);
            }
            if (logLimit.allows(error.getClass())) {
                LOG.error("usage record refused by kafka for good: {}", error.toString());
            }
        } else if (Thread.currentThread() == sender && sending) {
            sentInVain = error;
        } else if (failure == null && !stopped) {
            failure = error;
        }
    }

    private void release(OutboxEntry entry) {
        inFlight.settledOne(entry);
        outbox.settled(entry);
    }
}
