package io.millrace.streams.topology;

import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.mapping.RatingMapping;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.streams.metering.Rejection;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends what cannot be metered to the rejected topic, as it came, with why and where. Belongs to one processor. */
final class Rejector {
    private final ProcessorContext<Object, Object> context;
    private final StreamsCounters counters;

    Rejector(ProcessorContext<Object, Object> context, StreamsCounters counters) {
        this.context = context;
        this.counters = counters;
    }

    void reject(Received received, Rejection rejection, @Nullable String eventId) {
        Optional<RecordMetadata> where = context.recordMetadata();
        RejectedRecord rejected = new RejectedRecord(
                RatingMapping.toAvro(rejection.reason()),
                rejection.detail(),
                eventId,
                where.map(RecordMetadata::topic).orElse(""),
                where.map(RecordMetadata::partition).orElse(-1),
                where.map(RecordMetadata::offset).orElse(-1L),
                received.ingestedAtMicros(),
                wrap(received.key()),
                wrap(received.value()));
        counters.rejected();
        context.forward(new Record<>(received.key(), rejected, received.timestampMillis()), Node.REJECTED_SINK.id());
    }

    void reject(Received received, UnreadableRecordException e) {
        RejectReason reason = switch (e.fault()) {
            case UNREADABLE -> RejectReason.UNREADABLE;
            case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
        };
        reject(received, new Rejection(reason, message(e)), null);
    }

    void rejectInvalid(Received received, IllegalArgumentException e, @Nullable String eventId) {
        reject(received, new Rejection(RejectReason.INVALID, message(e)), eventId);
    }

    private static String message(RuntimeException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
