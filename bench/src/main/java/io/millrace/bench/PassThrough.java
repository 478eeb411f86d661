package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** The baseline of the metering: a topology that reads usage records and writes them again, and nothing else. */
final class PassThrough {
    static final String TOPIC = "passed";

    private PassThrough() {}

    static Topology of(Topics topics, AvroSerdes serdes, LongAdder records) {
        var usage = Serdes.serdeFrom(serdes.serializer(topics.usage()), serdes.deserializer(topics.usage()));
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, UsageRecord>stream(
                        topics.usage().name(),
                        Consumed.with(Serdes.String(), usage)
                                .withOffsetResetPolicy(org.apache.kafka.streams.AutoOffsetReset.earliest()))
                .peek((workspace, record) -> records.increment())
                .to(TOPIC, Produced.with(Serdes.String(), usage));
        return builder.build();
    }
}
