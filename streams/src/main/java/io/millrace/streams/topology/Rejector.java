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
    /** Key (which is written twice) and value: with the rest, below Kafka's default of 1 MiB for a record. */
    static final int RAW_BYTES_MAX = 950_000;

    private static final int UUID_LENGTH = 36;

    private final ProcessorContext<Object, Object> context;
    private final Links links;
    private final Gate gate;

    Rejector(ProcessorContext<Object, Object> context, Links links) {
        this.context = context;
        this.links = links;
        this.gate = new Gate(links.quarantine());
    }

    /** Rejects what may not even be looked at; false for that. */
    boolean admits(Received received) {
        Rejection rejection = gate.check(received, place());
        if (rejection != null) {
            reject(received, rejection, null);
        }
        return rejection == null;
    }

    void reject(Received received, Rejection rejection, @Nullable UUID eventId) {
        reject(received, rejection, eventId, place());
    }

    /** @param place where it was read, for a record that is not the one being processed */
    void reject(Received received, Rejection rejection, @Nullable UUID eventId, @Nullable SourcePlace place) {
        boolean kept = isKept(received);
        RejectedRecord rejected = new RejectedRecord(
                rejection.reason(),
                RejectedRecord.detailOf(rejection.detail() + (kept ? "" : "; the bytes are kept at its place only")),
                eventId,
                place,
                Micros.clamp(received.ingestedAtMicros()),
                kept ? wrap(received.key()) : null,
                kept ? wrap(received.value()) : null);
        links.counters().rejected(rejection.reason());
        context.forward(
                new Record<>(
                        kept ? received.key() : null, RejectedMapping.toAvro(rejected), received.timestampMillis()),
                Node.REJECTED_SINK.id());
    }

    void reject(Received received, UnreadableRecordException e) {
        reject(received, rejection(e), null);
    }

    void rejectInvalid(Received received, IllegalArgumentException e, @Nullable String eventId) {
        reject(received, rejection(e), uuid(eventId));
    }

    static Rejection rejection(UnreadableRecordException e) {
        RejectReason reason = switch (e.fault()) {
            case UNREADABLE -> RejectReason.UNREADABLE;
            case UNKNOWN_SCHEMA -> RejectReason.UNKNOWN_SCHEMA;
        };
        return new Rejection(reason, message(e));
    }

    static Rejection rejection(IllegalArgumentException e) {
        return new Rejection(RejectReason.INVALID, message(e));
    }

    private static boolean isKept(Received received) {
        byte[] key = received.key();
        byte[] value = received.value();
        long bytes = 2L * (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        return bytes <= RAW_BYTES_MAX;
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
