package io.millrace.alerts.kafka;

import io.millrace.alerts.delivery.Backlog;
import io.millrace.alerts.delivery.Pending;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads for one destination, in a consumer group of its own: a receiver that is away keeps no other waiting, and within one, a
 * message that is refused keeps no other waiting either. An offset is committed once every message below it is done with; what was
 * done behind it is committed beside it. So a message is sent again only where the process died between the receiver's answer and
 * the commit. Used by one thread.
 */
final class DestinationConsumer implements ConsumerRebalanceListener {
    private static final int CAPACITY = 1_000;
    private static final long POLL_MILLIS_MAX = 500;

    private final Consumer<byte[], byte[]> consumer;
    private final Deliverer deliverer;
    private final DeliveryCounters counters;
    private final ExecutorService tries;
    private final int concurrency;
    private final Duration lookBack;
    private final Clock clock;
    private final Place place = new Place();
    private final Backlog<ConsumerRecord<byte[], byte[]>> backlog = new Backlog<>(CAPACITY);

    /**
     * Reads nothing yet.
     *
     * @param tries runs this destination's tries, at least so many at once as the next parameter says
     * @param concurrency tries at once, from 1
     * @param lookBack how old messages may be that a destination is told of which is read for the first time
     */
    DestinationConsumer(
            Consumer<byte[], byte[]> consumer,
            Deliverer deliverer,
            DeliveryCounters counters,
            ExecutorService tries,
            int concurrency,
            Duration lookBack,
            Clock clock) {
        this.consumer = consumer;
        this.deliverer = deliverer;
        this.counters = counters;
        this.tries = tries;
        this.concurrency = concurrency;
        this.lookBack = lookBack;
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
        counters.waiting(backlog.size(), backlog.oldestMillis());
    }

    private void poll() {
        long now = clock.nowMillis();
        for (ConsumerRecord<byte[], byte[]> record :
                consumer.poll(Duration.ofMillis(backlog.untilDue(now, POLL_MILLIS_MAX)))) {
            if (place.isOpen(new TopicPartition(record.topic(), record.partition()), record.offset())) {
                backlog.put(Pending.of(record, now));
            }
        }
        place.partitions().forEach(partition -> place.reach(partition, consumer.position(partition)));
    }

    private void tryDue() throws InterruptedException {
        List<Pending<ConsumerRecord<byte[], byte[]>>> due = backlog.take(clock.nowMillis(), concurrency);
        List<Callable<@Nullable Pending<ConsumerRecord<byte[], byte[]>>>> calls = new ArrayList<>();
        due.forEach(pending -> calls.add(() -> deliverer.attempt(pending)));
        List<Future<@Nullable Pending<ConsumerRecord<byte[], byte[]>>>> answers = tries.invokeAll(calls);
        Throwable fault = null;
        for (int i = 0; i < due.size(); i++) {
            Throwable cause = settle(due.get(i), answers.get(i));
            fault = fault == null ? cause : fault;
        }
        if (fault != null) {
            throw new IllegalStateException("a try ended by a fault", fault);
        }
    }

    /** Returns what the try itself failed of, which is tried again; null for nothing. */
    private @Nullable Throwable settle(
            Pending<ConsumerRecord<byte[], byte[]>> tried,
            Future<@Nullable Pending<ConsumerRecord<byte[], byte[]>>> answer)
            throws InterruptedException {
        try {
            Pending<ConsumerRecord<byte[], byte[]>> again = answer.get();
            if (again == null) {
                place.done(partition(tried.item()), tried.item().offset());
            } else {
                backlog.put(again);
            }
            return null;
        } catch (ExecutionException e) {
            backlog.put(tried.at(clock.nowMillis() + POLL_MILLIS_MAX));
            return e.getCause();
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

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(assigned));
        for (TopicPartition partition : assigned) {
            OffsetAndMetadata offset = known.get(partition);
            if (offset != null) {
                place.restore(partition, offset);
            }
        }
        begin(assigned.stream()
                .filter(partition -> known.get(partition) == null)
                .collect(Collectors.toSet()));
    }

    private void begin(Set<TopicPartition> fresh) {
        long from = clock.nowMillis() - lookBack.toMillis();
        Map<TopicPartition, OffsetAndTimestamp> found =
                consumer.offsetsForTimes(fresh.stream().collect(Collectors.toMap(Function.identity(), each -> from)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(fresh);
        for (TopicPartition partition : fresh) {
            OffsetAndTimestamp first = found.get(partition);
            long offset = first == null ? Objects.requireNonNull(ends.get(partition)) : first.offset();
            consumer.seek(partition, offset);
            place.begin(partition, offset);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        commit();
        onPartitionsLost(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        lost.forEach(place::leave);
        backlog.forget(record -> lost.contains(partition(record)));
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
