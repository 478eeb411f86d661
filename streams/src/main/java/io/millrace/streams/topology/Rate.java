package io.millrace.streams.topology;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.streams.metering.PriceBook;
import io.millrace.streams.metering.Rater;
import io.millrace.streams.metering.Rejection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rates calls with the prices and the workspace's markup. Everything else passes through. It comes before the
 * deduplication, so that a call that is refused here may come again once the price or the workspace is mended.
 */
final class Rate implements Processor<String, Input, Object, Object> {
    private final PriceShelf shelf;
    private final StoredControls stored;
    private final Links links;
    private final boolean unknownRefused;
    private final Duration interval;
    private final Map<String, Workspace> workspaces = new HashMap<>();
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Rejector rejector;
    private @Nullable ReadOnlyKeyValueStore<String, byte[]> prices;

    /**
     * @param unknownRefused whether calls of a workspace without a description are refused
     * @param interval how often refused prices are told, and good ones kept
     */
    Rate(PriceShelf shelf, StoredControls stored, boolean unknownRefused, Duration interval, Links links) {
        this.shelf = shelf;
        this.stored = stored;
        this.unknownRefused = unknownRefused;
        this.interval = interval;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        rejector = new Rejector(initialized, links);
        prices = initialized.getStateStore(Store.PRICES.id());
        if (initialized.taskId().partition() == TellRefusedPrices.PARTITION) {
            TellRefusedPrices tell = new TellRefusedPrices(
                    shelf,
                    initialized.getStateStore(Store.PRICES.id()),
                    initialized.getStateStore(Store.REFUSED_PRICES.id()),
                    new Rejector(initialized, links));
            initialized.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> tell.run());
        }
        RememberPrices remember = new RememberPrices(
                shelf, initialized.getStateStore(Store.PRICES.id()), initialized.getStateStore(Store.KEPT_PRICES.id()));
        remember.recall();
        initialized.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> remember.run());
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
            Node to = next instanceof Input.RatedCall ? Node.DEDUPLICATE : Node.METER;
            Initialized.of(context).forward(new Record<>(record.key(), next, record.timestamp()), to.id());
        }
    }

    private @Nullable Input rate(Input.Call call) {
        PriceBook book = shelf.book(Initialized.of(prices));
        String id = call.usage().workspaceId();
        Workspace workspace = workspaces.get(id);
        if (workspace == null && unknownRefused) {
            String detail = Expected.message("usage workspace", id, "one with a description in the workspaces topic");
            return refuse(call, RejectReason.UNKNOWN_WORKSPACE, detail);
        }
        try {
            Workspace known = workspace == null ? Workspace.unknown(id) : workspace;
            return new Input.RatedCall(call, Rater.rate(call.usage(), known, book), known.zone());
        } catch (MillraceException e) {
            if (!e.code().equals(Rater.OVERFLOW_CODE)) {
                throw e;
            }
            return refuse(call, RejectReason.OVERFLOW, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Input refuse(Input.Call call, RejectReason reason, String detail) {
        Initialized.of(rejector)
                .reject(
                        call.received(),
                        new Rejection(reason, detail),
                        call.usage().eventId());
        return null;
    }
}
