package io.millrace.sinks.signal;

import io.millrace.avro.BudgetAlert;
import io.millrace.avro.Decision;
import io.millrace.avro.RejectedRecord;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.mapping.RejectedMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import io.millrace.schemas.serde.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Records of the three topics into signals. Thread-safe. */
final class SignalDecoder {
    private final SignalTopics topics;
    private final Deserializer<Decision> decisions;
    private final Deserializer<BudgetAlert> alerts;
    private final Deserializer<RejectedRecord> rejected;

    SignalDecoder(SchemaRegistry registry, SignalTopics topics) {
        this.topics = topics;
        decisions = new MillraceAvroDeserializer<>(registry, Decision.class);
        alerts = new MillraceAvroDeserializer<>(registry, BudgetAlert.class);
        rejected = new MillraceAvroDeserializer<>(registry, RejectedRecord.class);
    }

    /**
     * The signal; null for a record that says nothing, such as a tombstone where nothing is compacted.
     *
     * @throws io.millrace.schemas.serde.UnreadableRecordException when the bytes are no record of the topic
     * @throws IllegalArgumentException when the record breaks a rule of the contract
     */
    @Nullable
    Signal decode(SignalFrame frame) {
        byte[] value = frame.value();
        if (frame.topic().equals(topics.decisions())) {
            return value == null
                    ? new Signal.Ended(scope(frame.key()))
                    : new Signal.State(BudgetMapping.fromAvro(decisions.deserialize(frame.topic(), value)));
        }
        if (value == null) {
            return null;
        }
        if (frame.topic().equals(topics.alerts())) {
            return new Signal.Alert(BudgetMapping.fromAvro(alerts.deserialize(frame.topic(), value)));
        }
        return new Signal.Refusal(
                frame.partition(),
                frame.offset(),
                RejectedMapping.fromAvro(rejected.deserialize(frame.topic(), value)));
    }

    private static Scope scope(byte @Nullable [] key) {
        if (key == null) {
            throw Expected.illegal("decision key", null, "a scope");
        }
        return Scope.parse(new String(key, StandardCharsets.UTF_8));
    }
}
