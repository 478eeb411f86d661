package io.millrace.standalone.demo;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.workload.MalformedKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.serialization.Serializer;

/** Writes records as a broken producer would. The same record is damaged the same way each time. */
public final class MalformedBytes {
    private static final int UNKNOWN_SCHEMA_ID = 999_999_937;
    private static final int SCHEMA_ID_AT = 1;

    private final Serializer<UsageRecord> serializer;
    private final String topic;

    public MalformedBytes(Serializer<UsageRecord> serializer, String topic) {
        this.serializer = serializer;
        this.topic = topic;
    }

    /** The bytes as that kind of broken producer writes them. */
    public byte[] of(MalformedKind kind, Usage usage) {
        return switch (kind) {
            case RANDOM_BYTES -> ("not avro " + usage.eventId()).getBytes(StandardCharsets.UTF_8);
            case TRUNCATED -> truncated(serialize(UsageMapping.toAvro(usage)));
            case UNKNOWN_SCHEMA -> withUnknownSchema(serialize(UsageMapping.toAvro(usage)));
            case TOKEN_SUMS_DISAGREE -> serialize(withWrongSum(UsageMapping.toAvro(usage)));
            case FUTURE_TIMESTAMP -> serialize(UsageMapping.toAvro(usage));
        };
    }

    private byte[] serialize(UsageRecord usage) {
        return serializer.serialize(topic, usage);
    }

    private static byte[] truncated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] withUnknownSchema(byte[] bytes) {
        ByteBuffer.wrap(bytes).putInt(SCHEMA_ID_AT, UNKNOWN_SCHEMA_ID);
        return bytes;
    }

    private static UsageRecord withWrongSum(UsageRecord usage) {
        usage.getTokens().setInputTotal(usage.getTokens().getInputTotal() + 1);
        return usage;
    }
}
