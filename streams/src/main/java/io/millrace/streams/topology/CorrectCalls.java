package io.millrace.streams.topology;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.CorrectionSettings;
import io.millrace.streams.metering.Corrections;
import io.millrace.streams.metering.CountedEntry;
import io.millrace.streams.metering.Meter;
import java.util.UUID;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Has calls and corrections counted, and remembers what corrections need: what each call counted for, and the calls that
 * wait for a price. Not thread-safe.
 */
final class CorrectCalls {
    private final ProcessorContext<Object, Object> context;
    private final Meter meter;
    private final StreamsCounters counters;
    private final @Nullable Corrections corrections;
    private final UnpricedCalls unpriced;
    private final RateAgain rateAgain;

    /** Where prices come from, and how usage is read. */
    record Sources(PriceShelf shelf, String usageTopic, Deserializer<UsageRecord> deserializer) {}

    CorrectCalls(
            ProcessorContext<Object, Object> context,
            Meter meter,
            CorrectionSettings settings,
            Sources sources,
            StreamsCounters counters) {
        this.context = context;
        this.meter = meter;
        this.counters = counters;
        corrections = settings.allowed() ? new Corrections(CountedCallStore.of(context, settings.window())) : null;
        unpriced = new UnpricedCalls(
                context.getStateStore(Store.UNPRICED.id()), settings.allowed() ? settings.unpricedMax() : 0, counters);
        rateAgain = new RateAgain(
                new RateAgain.Prices(sources.shelf(), context.getStateStore(Store.PRICES.id())),
                sources.usageTopic(),
                sources.deserializer(),
                unpriced,
                meter,
                this::correctUnpriced);
    }

    /** Counts a call, or a correction that was not refused. It again, with what it replaces. */
    Input.RatedCall count(Input.RatedCall rated) {
        Usage usage = rated.call().usage();
        UUID corrects = usage.corrects();
        if (corrections != null && corrects != null) {
            return correct(corrections.replace(usage, corrects, rated.rating()), rated);
        }
        meter.usage(usage, rated.rating());
        if (corrections != null) {
            corrections.counted(usage, rated.rating(), meter.watched(usage.workspaceId()));
            if (rated.rating() instanceof Rating.Unpriced) {
                unpriced.keep(usage.eventId(), rated.call());
            }
        }
        return rated;
    }

    /** Rates some of the calls that wait for a price again, if prices have changed, and writes what has one now. */
    void rateAgain() {
        if (corrections != null) {
            rateAgain.run(context.currentStreamTimeMs());
        }
    }

    private void correctUnpriced(UUID originalId, Usage before, Input.RatedCall priced) {
        if (corrections == null) {
            return;
        }
        Usage usage = priced.call().usage();
        CountedEntry.Call ifForgotten =
                CountedEntry.Call.of(before, new Rating.Unpriced(), meter.watched(usage.workspaceId()));
        Input.RatedCall corrected =
                correct(corrections.replace(originalId, ifForgotten, usage, priced.rating()), priced);
        counters.ratedAgain();
        context.forward(
                new Record<>(usage.workspaceId(), corrected, Math.max(0, context.currentStreamTimeMs())),
                Node.DRAW_DOWN.id());
    }

    private Input.RatedCall correct(Corrections.Change change, Input.RatedCall rated) {
        Usage usage = rated.call().usage();
        meter.correct(change, usage, rated.rating());
        counters.correction();
        if (rated.rating() instanceof Rating.Unpriced) {
            unpriced.keep(change.originalId(), rated.call());
        } else {
            unpriced.remove(usage.workspaceId(), change.originalId());
        }
        return new Input.RatedCall(
                rated.call(), rated.rating(), rated.zone(), change.before().replacement());
    }
}
