package io.millrace.streams.topology;

import io.millrace.schemas.rating.Rating;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Drops a call whose event id was seen before, whatever its timestamp, and counts it.
 * Stream time follows Kafka timestamps, which the broker bounds (message.timestamp.after.max.ms).
 */
final class Deduplicate implements Processor<String, Input.RatedCall, Object, Object> {
    /** Key of the total in the store, followed by the partition. */
    static final String DUPLICATES = "duplicates/";

    private final Duration window;
    private final StreamsCounters counters;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable KeyValueStore<String, Long> totals;
    private @Nullable SeenIds seen;

    Deduplicate(Duration window, StreamsCounters counters) {
        this.window = window;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        totals = initialized.getStateStore(Store.TOTALS.id());
        SeenIds ids = new SeenIds(initialized.getStateStore(Store.SEEN.id()), window.toMillis());
        initialized.<CommitHook>getStateStore(Store.COMMIT.id()).beforeCommit(Node.DEDUPLICATE, ids::write);
        seen = ids;
    }

    @Override
    public void process(Record<String, Input.RatedCall> record) {
        ProcessorContext<Object, Object> to = Initialized.of(context);
        boolean added = Initialized.of(seen).add(record.value().call().usage().eventId(), to.currentStreamTimeMs());
        if (added) {
            counters.rated(record.value().rating() instanceof Rating.Priced);
            to.forward(new Record<>(record.key(), record.value(), record.timestamp()));
        } else {
            countDuplicate(to.taskId().partition());
        }
    }

    private void countDuplicate(int partition) {
        counters.duplicate();
        String key = DUPLICATES + partition;
        Long before = Initialized.of(totals).get(key);
        Initialized.of(totals).put(key, before == null ? 1 : before + 1);
    }
}
