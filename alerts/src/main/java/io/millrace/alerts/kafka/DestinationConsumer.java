package io.millrace.alerts.kafka;

import io.millrace.alerts.delivery.Backlog;
import io.millrace.alerts.delivery.Pending;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads for one destination, in a consumer group of its own: a receiver that is away keeps no other waiting, and within one, a
 * message that is refused keeps no other waiting either. An offset is committed once every message below it is done with; what was
 * done behind it is committed beside it. So a message is sent again only where the process died between the receiver's answer and
 * the commit. Used by one thread.
 */
final class DestinationConsumer implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationConsumer.class);
    private static final int CAPACITY = 1_000;
    private static final long POLL_MILLIS_MAX = 500;
    /** Below the five minutes after which the group takes a consumer that does not poll for dead. */
    private static final Duration ROUND_MAX = Duration.ofMinutes(3);

    private final Consumer<byte[], byte[]> consumer;
    private final Deliverer deliverer;
    private final DeliveryCounters counters;
    private final ExecutorService tries;
    private final int concurrency;
    private final FirstOffsets first;
    private final Clock clock;
    private final Place place = new Place();
    private final Backlog<ConsumerRecord<byte[], byte[]>> backlog = new Backlog<>(CAPACITY);

    /**
     * Reads nothing yet.
     *
     * @param tries runs this destination's tries, at least so many at once as the next parameter says
     * @param concurrency tries at once, from 1
     * @param first where partitions begin
     */
    DestinationConsumer(
            Consumer<byte[], byte[]> consumer,
            Deliverer deliverer,
            DeliveryCounters counters,
            ExecutorService tries,
            int concurrency,
            FirstOffsets first,
            Clock clock) {
        this.consumer = consumer;
        this.deliverer = deliverer;
        this.counters = counters;
        this.tries = tries;
        this.concurrency = concurrency;
        this.first = first;
        this.clock = clock;
    }

    void subscribe(Collection<String> topics) {
        consumer.subscribe(topics, this);
    }

    /** Polls once, tries what is due, and commits what is done. */
    void step() throws InterruptedException {
        if (backlog.isFull()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        poll();
        tryDue();
        commit();
        counters.waiting(backlog.size(), backlog.oldestAge(millis()));
    }

    private void poll() {
        first.begin(place);
        long now = millis();
        for (ConsumerRecord<byte[], byte[]> record :
                consumer.poll(Duration.ofMillis(backlog.untilDue(now, POLL_MILLIS_MAX)))) {
            TopicPartition partition = partition(record);
            // What came with the assignment is read again from where the partition begins.
            if (place.has(partition)) {
                take(partition, record, now);
            }
        }
        for (TopicPartition partition : consumer.assignment()) {
            if (place.has(partition)) {
                place.reach(partition, consumer.position(partition));
            }
        }
    }

    private void take(TopicPartition partition, ConsumerRecord<byte[], byte[]> record, long now) {
        if (place.wentBack(partition, record.offset())) {
            backlog.forget(waiting -> partition(waiting).equals(partition));
        }
        if (place.isOpen(partition, record.offset())) {
            backlog.put(Pending.of(record, now));
        }
    }

    private void tryDue() throws InterruptedException {
        List<Pending<ConsumerRecord<byte[], byte[]>>> due = backlog.take(millis(), concurrency);
        List<Future<@Nullable Pending<ConsumerRecord<byte[], byte[]>>>> answers = new ArrayList<>();
        due.forEach(pending -> answers.add(tries.submit(() -> deliverer.attempt(pending))));
        long deadline = clock.tickNanos() + ROUND_MAX.toNanos();
        Throwable fault = null;
        try {
            for (int i = 0; i < due.size(); i++) {
                Throwable cause = settle(due.get(i), answers.get(i), deadline);
                fault = fault == null ? cause : fault;
            }
        } catch (InterruptedException e) {
            settleDone(due, answers);
            throw e;
        }
        if (fault != null) {
            throw new IllegalStateException("a try ended by a fault", fault);
        }
    }

    /** What has an answer at the end must not be sent again at the next start. */
    private void settleDone(
            List<Pending<ConsumerRecord<byte[], byte[]>>> due,
            List<Future<@Nullable Pending<ConsumerRecord<byte[], byte[]>>>> answers)
            throws InterruptedException {
        for (int i = 0; i < due.size(); i++) {
            if (answers.get(i).isDone()) {
                settle(due.get(i), answers.get(i), clock.tickNanos());
            }
        }
    }

    /** Returns what the try itself failed of, which is tried again; null for nothing. */
    private @Nullable Throwable settle(
            Pending<ConsumerRecord<byte[], byte[]>> tried,
            Future<@Nullable Pending<ConsumerRecord<byte[], byte[]>>> answer,
            long deadlineNanos)
            throws InterruptedException {
        try {
            Pending<ConsumerRecord<byte[], byte[]>> again =
                    answer.get(Math.max(0, deadlineNanos - clock.tickNanos()), TimeUnit.NANOSECONDS);
            if (again == null) {
                place.done(partition(tried.item()), tried.item().offset());
            } else {
                backlog.put(again);
            }
            return null;
        } catch (ExecutionException e) {
            backlog.put(tried.at(millis() + POLL_MILLIS_MAX));
            return e.getCause();
        } catch (TimeoutException | CancellationException e) {
            answer.cancel(true);
            backlog.put(tried.triedAgainAt(millis() + POLL_MILLIS_MAX));
            return e;
        }
    }

    /** Commits what moved since the last time. */
    void commit() {
        Map<TopicPartition, OffsetAndMetadata> moved = place.moved();
        if (!moved.isEmpty()) {
            consumer.commitSync(moved);
            place.committed(moved);
        }
    }

    /** They begin with the next step: a call that fails in here would leave them without a beginning. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        try {
            commit();
        } catch (KafkaException e) {
            LOG.warn(
                    "offsets of {} not committed (expected: committed); whoever has them next sends some again",
                    revoked,
                    e);
        } finally {
            onPartitionsLost(revoked);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        lost.forEach(place::leave);
        backlog.forget(record -> lost.contains(partition(record)));
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(clock.tickNanos());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
