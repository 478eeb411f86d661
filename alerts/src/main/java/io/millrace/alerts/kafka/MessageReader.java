package io.millrace.alerts.kafka;

import io.millrace.alerts.message.Message;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.mapping.BillingMapping;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.topic.Topics;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads alerts and notices. Thread-safe. */
final class MessageReader {
    private final Deserializer<io.millrace.avro.BudgetAlert> alerts;
    private final Deserializer<io.millrace.avro.Notice> notices;
    private final String alertTopic;

    MessageReader(AvroSerdes serdes, Topics topics) {
        alerts = serdes.deserializer(topics.alerts());
        notices = serdes.deserializer(topics.notices());
        alertTopic = topics.alerts().name();
    }

    /**
     * What a record says.
     *
     * @param topic that it came on
     * @throws io.millrace.schemas.serde.RegistryException when the registry does not answer: to be tried again
     * @throws io.millrace.schemas.serde.UnreadableRecordException or IllegalArgumentException when it will never be read
     */
    Message read(String topic, byte @Nullable [] value) {
        if (value == null) {
            throw Expected.illegal("value", "none", "an alert or a notice");
        }
        return topic.equals(alertTopic)
                ? new Message.Alert(BudgetMapping.fromAvro(alerts.deserialize(topic, value)))
                : new Message.Told(BillingMapping.fromAvro(notices.deserialize(topic, value)));
    }
}
