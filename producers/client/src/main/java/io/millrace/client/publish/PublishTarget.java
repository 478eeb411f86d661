package io.millrace.client.publish;

import io.millrace.schemas.serde.SchemaRegistry;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * Where records go.
 *
 * @param topic Kafka's name of it
 * @param subject the registry's name of its values
 * @param producers makes a producer; called again after one has failed for good
 * @param registry is asked for the id of the schema, by the sender and never by a caller
 * @param autoRegister whether a schema the subject does not have is registered
 */
public record PublishTarget(
        String topic,
        String subject,
        Supplier<Producer<byte[], byte[]>> producers,
        SchemaRegistry registry,
        boolean autoRegister) {}
