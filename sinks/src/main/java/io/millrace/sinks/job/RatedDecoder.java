package io.millrace.sinks.job;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.avro.Replacement;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.sinks.rollup.UsageRow;
import java.util.UUID;
import org.apache.kafka.common.serialization.Deserializer;

/** Rated records into rows. Thread-safe as far as the deserializer is. */
final class RatedDecoder {
    private final Deserializer<RatedUsage> deserializer;

    RatedDecoder(Deserializer<RatedUsage> deserializer) {
        this.deserializer = deserializer;
    }

    /** @throws io.millrace.schemas.serde.UnreadableRecordException when the bytes are no rated record */
    RatedUsage decode(byte[] value) {
        return deserializer.deserialize("", value);
    }

    /** @throws IllegalArgumentException when the record breaks a rule of the contract */
    static UsageRow row(RatedUsage rated) {
        Replacement replaces = rated.getReplaces();
        return new UsageRow(
                UsageMapping.fromAvro(rated.getUsage()),
                rated.getPriceState() == PriceState.PRICED,
                rated.getPriceId(),
                rated.getPriceVersion(),
                rated.getCostNanoUsd(),
                rated.getChargeNanoUsd(),
                rated.getIngestedAtMicros(),
                replaces == null ? null : UUID.fromString(replaces.getEventId()),
                CacheSaving.nanoUsd(rated));
    }
}
