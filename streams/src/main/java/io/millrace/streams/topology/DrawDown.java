package io.millrace.streams.topology;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.PendingDrawdown;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Writes each rated call, and adds it to the next drawdown of its workspace, which is written at the flush interval. */
final class DrawDown implements Processor<String, Input.RatedCall, Object, Object> {
    private final Duration flushInterval;
    private final Links links;
    private final Map<String, PendingDrawdown> all = new HashMap<>();
    private final Map<String, PendingDrawdown> filled = new LinkedHashMap<>();
    private final Set<PendingDrawdown> unsaved = new LinkedHashSet<>();
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable KeyValueStore<String, PendingDrawdown> store;

    DrawDown(Duration flushInterval, Links links) {
        this.flushInterval = flushInterval;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        KeyValueStore<String, PendingDrawdown> restored = initialized.getStateStore(Store.DRAWDOWNS.id());
        store = restored;
        all.clear();
        filled.clear();
        unsaved.clear();
        initialized.<CommitHook>getStateStore(Store.COMMIT.id()).beforeCommit(Node.DRAW_DOWN, this::save);
        try (KeyValueIterator<String, PendingDrawdown> entries = restored.all()) {
            entries.forEachRemaining(entry -> all.put(entry.key, entry.value));
        }
        all.values().stream()
                .filter(pending -> pending.recordCount() > 0)
                .forEach(pending -> filled.put(pending.workspaceId(), pending));
        links.live().desk(initialized.taskId().partition()).open(all::get);
        initialized.schedule(flushInterval, PunctuationType.WALL_CLOCK_TIME, now -> flush());
    }

    @Override
    public void process(Record<String, Input.RatedCall> record) {
        Input.Call call = record.value().call();
        Rating rating = record.value().rating();
        Usage usage = call.usage();
        Replacement replaces = record.value().replaces();
        Object avro =
                RatingMapping.toAvro(call.record(), rating, call.received().ingestedAtMicros(), replaces);
        Initialized.of(context)
                .forward(new Record<>(usage.workspaceId(), avro, record.timestamp()), Node.RATED_SINK.id());
        PendingDrawdown pending = all.computeIfAbsent(usage.workspaceId(), PendingDrawdown::new);
        pending.add(rating, replaces, usage.occurredAtMicros());
        filled.put(usage.workspaceId(), pending);
        if (pending.isFull()) {
            write(pending);
        }
        unsaved.add(pending);
    }

    private void save() {
        KeyValueStore<String, PendingDrawdown> to = Initialized.of(store);
        unsaved.forEach(pending -> to.put(pending.workspaceId(), pending));
        unsaved.clear();
    }

    private void flush() {
        for (PendingDrawdown pending : filled.values()) {
            write(pending);
            unsaved.add(pending);
        }
        filled.clear();
    }

    private void write(PendingDrawdown pending) {
        Drawdown drawdown = pending.flush();
        if (drawdown != null) {
            ProcessorContext<Object, Object> to = Initialized.of(context);
            links.counters().drawdown();
            to.forward(
                    new Record<>(
                            drawdown.workspaceId(),
                            BillingMapping.toAvro(drawdown),
                            Math.max(0, to.currentStreamTimeMs())),
                    Node.DRAWDOWNS_SINK.id());
        }
    }
}
