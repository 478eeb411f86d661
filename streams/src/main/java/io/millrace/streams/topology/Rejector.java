package io.millrace.streams.topology;

import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.time.Micros;
import io.millrace.streams.metering.Rejection;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends what cannot be metered to the rejected topic, as it came, with why and where. Belongs to one processor. */
final class Rejector {
    private static final int UUID_LENGTH = 36;

    private final ProcessorContext<Object, Object> context;
    private final StreamsCounters counters;

    Rejector(ProcessorContext<Object, Object> context, StreamsCounters counters) {
        this.context = context;
        this.counters = counters;
    }

    void reject(Received received, Rejection rejection, @Nullable UUID eventId) {
        RejectedRecord rejected = new RejectedRecord(
                rejection.reason(),
                RejectedRecord.detailOf(rejection.detail()),
                eventId,
                place(),
                Micros.clamp(received.ingestedAtMicros()),
                wrap(received.key()),
                wrap(received.value()));
        counters.rejected();
        context.forward(
                new Record<>(received.key(), RejectedMapping.toAvro(rejected), received.timestampMillis()),
                Node.REJECTED_SINK.id());
    }

    void reject(Received received, UnreadableRecordException e) {
        RejectReason reason = switch (e.fault()) {
            case UNREADABLE -> RejectReason.UNREADABLE;
            case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
        };
        reject(received, new Rejection(reason, message(e)), null);
    }

    void rejectInvalid(Received received, IllegalArgumentException e, @Nullable String eventId) {
        reject(received, new Rejection(RejectReason.INVALID, message(e)), uuid(eventId));
    }

    private @Nullable SourcePlace place() {
        RecordMetadata where = context.recordMetadata().orElse(null);
        return where == null ? null : new SourcePlace(where.topic(), where.partition(), where.offset());
    }

    /** An id that is none may be anything: it stays in the raw bytes. */
    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null || text.length() != UUID_LENGTH ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String message(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
