package io.millrace.schemas.mapping;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.rating.SourcePlace;
import org.jspecify.annotations.Nullable;

/** {@link RejectedRecord} and its Avro class. */
public final class RejectedMapping {
    private static final EnumPair<io.millrace.avro.RejectReason, RejectReason> REASONS =
            new EnumPair<>("rejected.reason", io.millrace.avro.RejectReason.class, RejectReason.class);

    private RejectedMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static RejectedRecord fromAvro(io.millrace.avro.RejectedRecord record) {
        String eventId = record.getEventId();
        return new RejectedRecord(
                REASONS.fromAvro(record.getReason()),
                record.getDetail(),
                eventId == null ? null : Uuids.parse("rejected.event_id", eventId, "a UUID of 36 characters"),
                source(record.getSourceTopic(), record.getSourcePartition(), record.getSourceOffset()),
                record.getIngestedAtMicros(),
                record.getRawKey(),
                record.getRawValue());
    }

    public static io.millrace.avro.RejectedRecord toAvro(RejectedRecord record) {
        SourcePlace source = record.source();
        return new io.millrace.avro.RejectedRecord(
                REASONS.toAvro(record.reason()),
                record.detail(),
                record.eventId() == null ? null : record.eventId().toString(),
                source == null ? null : source.topic(),
                source == null ? null : (Integer) source.partition(),
                source == null ? null : (Long) source.offset(),
                record.ingestedAtMicros(),
                record.rawKey(),
                record.rawValue());
    }

    private static @Nullable SourcePlace source(
            @Nullable String topic, @Nullable Integer partition, @Nullable Long offset) {
        if (topic != null && partition != null && offset != null) {
            return new SourcePlace(topic, partition, offset);
        }
        if (topic != null || partition != null || offset != null) {
            String value = topic + " " + partition + " " + offset;
            throw Expected.illegal("rejected.source", value, "topic, partition and offset, or none of them");
        }
        return null;
    }
}
