package io.millrace.streams.topology;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.Corrections;
import io.millrace.streams.metering.Meter;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rater;
import io.millrace.streams.state.UnpricedCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rates waiting calls again when prices have changed: what has a price now becomes a correction with an id of its own, made
 * of the record it replaces and the price. A few calls at a time, so that a transaction stays short. Not thread-safe.
 */
final class RateAgain {
    private static final Logger LOG = LoggerFactory.getLogger(RateAgain.class);
    private static final int CALLS_PER_RUN = 2_000;
    private static final long MILLIS_PER_HOUR = Micros.PER_HOUR / Micros.PER_MILLI;

    /** Takes a call that has a price now. */
    @FunctionalInterface
    interface Correct {
        /**
         * @param originalId event id of the first record of the call
         * @param unpriced the record replaced, which was counted as unpriced
         */
        void accept(UUID originalId, Usage unpriced, Input.RatedCall priced);
    }

    private final Prices prices;
    private final String usageTopic;
    private final Deserializer<UsageRecord> deserializer;
    private final UnpricedCalls calls;
    private final Meter meter;
    private final Correct correct;
    private long changesSeen = -1;
    private long changesRated = -1;
    private long ranAtMillis;
    private Deque<String> left = new ArrayDeque<>();

    /** The book of the process, and the store it is made of. */
    record Prices(PriceShelf shelf, ReadOnlyKeyValueStore<String, byte[]> store) {
        PriceBook book() {
            return shelf.book(store);
        }
    }

    /** @param meter knows the markup of each workspace */
    RateAgain(
            Prices prices,
            String usageTopic,
            Deserializer<UsageRecord> deserializer,
            UnpricedCalls calls,
            Meter meter,
            Correct correct) {
        this.prices = prices;
        this.usageTopic = usageTopic;
        this.deserializer = deserializer;
        this.calls = calls;
        this.meter = meter;
        this.correct = correct;
    }

    /** Rates some of the waiting calls again, if prices have changed since all were; else looks for old ones each hour. */
    void run(long streamTimeMillis) {
        if (left.isEmpty()) {
            changesSeen = prices.shelf().changes();
            if (changesSeen == changesRated && streamTimeMillis - ranAtMillis < MILLIS_PER_HOUR) {
                return;
            }
            ranAtMillis = streamTimeMillis;
            left = calls.keys();
        }
        for (int i = 0; i < CALLS_PER_RUN && !left.isEmpty(); i++) {
            UnpricedCall call = calls.get(left.remove());
            if (call != null && !calls.expire(call, streamTimeMillis * Micros.PER_MILLI)) {
                rate(call);
            }
        }
        if (left.isEmpty()) {
            changesRated = changesSeen;
        }
    }

    private void rate(UnpricedCall call) {
        try {
            byte[] value = new byte[call.value().remaining()];
            call.value().duplicate().get(value);
            UsageRecord record = deserializer.deserialize(usageTopic, value);
            Usage unpriced = UsageMapping.fromAvro(record);
            Workspace workspace = meter.workspace(call.workspaceId());
            Rating rating = Rater.rate(unpriced, workspace, prices.book());
            if (rating instanceof Rating.Priced priced) {
                UUID id = Corrections.idOf(unpriced.eventId(), priced.priceId(), priced.priceVersion());
                record.setEventId(id.toString());
                record.setCorrects(call.originalId().toString());
                Received received = new Received(null, value, call.ingestedAtMillis());
                Input.Call again = new Input.Call(record, UsageMapping.fromAvro(record), received);
                correct.accept(call.originalId(), unpriced, new Input.RatedCall(again, priced, workspace.zone()));
            }
        } catch (UnreadableRecordException | MillraceException e) {
            // It was read before; a cost beyond all bounds stays unpriced until the price is mended.
            LOG.warn("unpriced call {}: {} (expected: can be rated); waits on", call.originalId(), e.getMessage());
        }
    }
}
