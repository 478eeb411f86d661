package io.millrace.client.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.client.publish.ClientCounters;
import io.millrace.client.redaction.RedactionCounters;
import io.millrace.client.verdict.VerdictCounters;
import java.util.function.Supplier;

/**
 * The counters of a client as the meters that {@link ClientMeter} lists:
 * {@code new UsageClientMetrics(client::counters, client::verdictCounters, client::redactionCounters).bindTo(registry)}.
 * Immutable, thread-safe. Costs nothing on the call path; each reading of a meter takes one snapshot, so that meters read one after another may differ by
 * what happened between. The registry keeps the client reachable for as long as it has the meters.
 */
public final class UsageClientMetrics implements MeterBinder {
    private final ClientSnapshots snapshots;
    private final Tags tags;

    public UsageClientMetrics(
            Supplier<ClientCounters> counters,
            Supplier<VerdictCounters> verdictCounters,
            Supplier<RedactionCounters> redactionCounters) {
        this(counters, verdictCounters, redactionCounters, Tags.empty());
    }

    /**
     * The same with tags on every meter.
     *
     * @param tags tell clients of one process apart, since meters of the same name and tags are bound only once
     */
    public UsageClientMetrics(
            Supplier<ClientCounters> counters,
            Supplier<VerdictCounters> verdictCounters,
            Supplier<RedactionCounters> redactionCounters,
            Iterable<Tag> tags) {
        this.snapshots = new ClientSnapshots(counters, verdictCounters, redactionCounters);
        this.tags = Tags.of(tags);
    }

    /** Registers every meter; those of the spool only when the client has one. */
    @Override
    public void bindTo(MeterRegistry registry) {
        boolean spool = snapshots.hasSpool();
        for (ClientMeter meter : ClientMeter.values()) {
            if (spool || !meter.needsSpool()) {
                MeterReadings.of(meter).forEach(series -> bind(registry, meter, series));
            }
        }
    }

    private void bind(MeterRegistry registry, ClientMeter meter, Series series) {
        Tags all = tags.and(series.tags());
        ClientSnapshots from = snapshots;
        switch (meter.kind()) {
            // A function counter refers to its object weakly, which nobody else may hold; its function holds it here.
            case COUNTER ->
                FunctionCounter.builder(
                                meter.meterName(),
                                from,
                                ignored -> series.value().applyAsDouble(from))
                        .tags(all)
                        .baseUnit(meter.unit())
                        .description(meter.description())
                        .register(registry);
            case GAUGE ->
                Gauge.builder(meter.meterName(), from, series.value())
                        .strongReference(true)
                        .tags(all)
                        .baseUnit(meter.unit())
                        .description(meter.description())
                        .register(registry);
        }
    }
}
