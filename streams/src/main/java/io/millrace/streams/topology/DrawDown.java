package io.millrace.streams.topology;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.PendingDrawdown;
import io.millrace.streams.state.PendingDrawdownCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes each rated call, and adds it to the next drawdown of its workspace, which is written at the flush interval. */
final class DrawDown implements Processor<String, Input.RatedCall, Object, Object> {
    private final Duration flushInterval;
    private final Links links;
    private final Map<String, PendingDrawdown> all = new HashMap<>();
    /** With calls since their last drawdown; one that was full in between is there more than once. */
    private final List<PendingDrawdown> filled = new ArrayList<>();

    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable StateLog<PendingDrawdown> log;

    DrawDown(Duration flushInterval, Links links) {
        this.flushInterval = flushInterval;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        StateLog<PendingDrawdown> restored = new StateLog<>(
                initialized.getStateStore(Store.DRAWDOWNS.id()),
                new PendingDrawdownCodec(),
                PendingDrawdown::workspaceId);
        log = restored;
        all.clear();
        filled.clear();
        initialized.<CommitHook>getStateStore(Store.COMMIT.id()).beforeCommit(Node.DRAW_DOWN, restored::write);
        restored.restore(pending -> all.put(pending.workspaceId(), pending));
        all.values().stream().filter(pending -> pending.recordCount() > 0).forEach(filled::add);
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
        if (!pending.fits(usage, record.value().zone())) {
            write(pending);
        }
        pending.add(usage, record.value().zone(), rating, replaces);
        if (pending.recordCount() == 1) {
            filled.add(pending);
        }
        if (pending.isFull()) {
            write(pending);
        }
        Initialized.of(log).save(pending);
    }

    private void flush() {
        for (PendingDrawdown pending : filled) {
            write(pending);
            Initialized.of(log).save(pending);
        }
        // One whose corrections outweigh its calls waits for more of them.
        filled.removeIf(pending -> pending.recordCount() == 0);
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
