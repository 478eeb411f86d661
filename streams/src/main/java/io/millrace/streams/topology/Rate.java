package io.millrace.streams.topology;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rater;
import io.millrace.streams.metering.Rejection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Rates calls with the prices and the workspace's markup. Everything else passes through. */
final class Rate implements Processor<String, Input, Object, Object> {
    private final PriceShelf shelf;
    private final StoredControls stored;
    private final StreamsCounters counters;
    private final Map<String, Workspace> workspaces = new HashMap<>();
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Rejector rejector;
    private @Nullable ReadOnlyKeyValueStore<String, byte[]> prices;

    Rate(PriceShelf shelf, StoredControls stored, StreamsCounters counters) {
        this.shelf = shelf;
        this.stored = stored;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        rejector = new Rejector(initialized, counters);
        prices = initialized.getStateStore(Store.PRICES.id());
        workspaces.clear();
        stored.workspaces(initialized.getStateStore(Store.WORKSPACES.id()))
                .forEach(workspace -> workspaces.put(workspace.workspaceId(), workspace));
    }

    @Override
    public void process(Record<String, Input> record) {
        Input input = record.value();
        if (input instanceof Input.WorkspaceChange change) {
            workspaces.put(change.workspace().workspaceId(), change.workspace());
        }
        Input next = input instanceof Input.Call call ? rate(call) : input;
        if (next != null) {
            Initialized.of(context).forward(new Record<>(record.key(), next, record.timestamp()), Node.METER.id());
        }
    }

    private @Nullable Input rate(Input.Call call) {
        PriceBook book = shelf.book(Initialized.of(prices));
        try {
            Rating rating = Rater.rate(call.usage(), workspaceOf(call), book);
            counters.rated(rating instanceof Rating.Priced);
            return new Input.RatedCall(call, rating);
        } catch (MillraceException e) {
            if (!e.code().equals(Rater.OVERFLOW_CODE)) {
                throw e;
            }
            Rejection rejection = new Rejection(RejectReason.OVERFLOW, String.valueOf(e.getMessage()));
            Initialized.of(rejector)
                    .reject(call.received(), rejection, call.usage().eventId());
            return null;
        }
    }

    private Workspace workspaceOf(Input.Call call) {
        String id = call.usage().workspaceId();
        Workspace known = workspaces.get(id);
        return known == null ? Workspace.unknown(id) : known;
    }
}
