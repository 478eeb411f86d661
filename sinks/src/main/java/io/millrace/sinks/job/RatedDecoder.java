package io.millrace.sinks.job;

import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.sinks.rollup.UsageRow;
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
        return new UsageRow(
                UsageMapping.fromAvro(rated.getUsage()),
                rated.getPriceState() == PriceState.PRICED,
                rated.getPriceId(),
                rated.getPriceVersion(),
                rated.getCostNanoUsd(),
                rated.getChargeNanoUsd(),
                rated.getIngestedAtMicros());
    }
}
