package io.millrace.streams.topology;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.usage.Usage;
import io.millrace.streams.metering.Admission;
import io.millrace.streams.metering.Corrections;
import io.millrace.streams.metering.Rejection;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Decodes and checks usage. What cannot be metered is rejected; a registry that does not answer stops the task. */
final class ReadUsage implements Processor<byte[], byte[], Object, Object> {
    private final String topic;
    private final Deserializer<UsageRecord> deserializer;
    private final Duration correctionWindow;
    private final Links links;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Rejector rejector;
    private @Nullable Corrections corrections;

    /** @param correctionWindow how long calls can be corrected; zero: never */
    ReadUsage(String topic, Deserializer<UsageRecord> deserializer, Duration correctionWindow, Links links) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.correctionWindow = correctionWindow;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        rejector = new Rejector(initialized, links);
        corrections =
                correctionWindow.isZero() ? null : new Corrections(CountedCallStore.of(initialized, correctionWindow));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        links.counters().read();
        Received received = new Received(record);
        Rejector rejected = Initialized.of(rejector);
        if (rejected.admits(received)) {
            read(received, rejected);
        }
    }

    private void read(Received received, Rejector rejected) {
        UsageRecord avro;
        try {
            avro = deserializer.deserialize(topic, received.value());
        } catch (UnreadableRecordException e) {
            rejected.reject(received, e);
            return;
        }
        if (avro == null) {
            String detail = Expected.message("usage value", null, "a usage record");
            rejected.reject(received, new Rejection(RejectReason.UNREADABLE, detail), null);
            return;
        }
        Usage usage;
        try {
            usage = UsageMapping.fromAvro(avro);
        } catch (IllegalArgumentException e) {
            rejected.rejectInvalid(received, e, avro.getEventId());
            return;
        }
        admit(new Input.Call(avro, usage, received), rejected);
    }

    private void admit(Input.Call call, Rejector rejected) {
        Received received = call.received();
        Usage usage = call.usage();
        Rejection rejection = Admission.check(usage, received.keyText(), received.ingestedAtMicros());
        UUID corrects = usage.corrects();
        if (rejection == null && corrects != null) {
            // Before the id counts as seen, so that it can be replayed once its original is there.
            rejection = refusal(usage, corrects);
        }
        if (rejection != null) {
            rejected.reject(received, rejection, usage.eventId());
            return;
        }
        Initialized.of(context)
                .forward(new Record<>(usage.workspaceId(), call, received.timestampMillis()), Node.RATE.id());
    }

    private @Nullable Rejection refusal(Usage usage, UUID corrects) {
        if (corrections == null) {
            String detail = Expected.message("usage.corrects", corrects, "none: corrections.window.minutes is 0");
            return new Rejection(RejectReason.UNSUPPORTED_CORRECTION, detail);
        }
        return corrections.refusal(usage, corrects);
    }
}
