package io.millrace.schemas.mapping;

import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.rating.SourcePlace;

/** {@link Undelivered} and its Avro class. */
public final class DeliveryMapping {
    private DeliveryMapping() {}

    /** @throws IllegalArgumentException naming the field, its value and the rule it breaks */
    public static Undelivered fromAvro(io.millrace.avro.Undelivered record) {
        return new Undelivered(
                record.getDestination(),
                record.getMessageId(),
                new SourcePlace(record.getSourceTopic(), record.getSourcePartition(), record.getSourceOffset()),
                record.getAttempts(),
                record.getDetail(),
                record.getGivenUpAtMicros(),
                record.getRawKey(),
                record.getRawValue());
    }

    public static io.millrace.avro.Undelivered toAvro(Undelivered record) {
        return new io.millrace.avro.Undelivered(
                record.destination(),
                record.messageId(),
                record.source().topic(),
                record.source().partition(),
                record.source().offset(),
                record.attempts(),
                record.detail(),
                record.givenUpAtMicros(),
                record.rawKey(),
                record.rawValue());
    }
}
