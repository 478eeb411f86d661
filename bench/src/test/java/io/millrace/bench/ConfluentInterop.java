package io.millrace.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.serde.MillraceAvroDeserializer;
import io.millrace.schemas.serde.MillraceAvroSerializer;
import io.millrace.schemas.serde.RegistryException;
import io.millrace.schemas.serde.RegistryException.Fault;
import io.millrace.schemas.serde.RestSchemaRegistry;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.schemas.testing.RandomAvro;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our serde beside Confluent's own classes 7.9.2, over the embedded registry. Runs with -Pinterop. */
class ConfluentInterop {
    private static final int RECORDS = 50;

    private static ConfluentJars confluent;
    private static EmbeddedKafka kafka;
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start(@TempDir Path directory) {
        confluent = ConfluentJars.find().orElseThrow();
        kafka = EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0));
        registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0));
    }

    @AfterAll
    static void stop() {
        registry.close();
        kafka.close();
    }

    @Test
    void bytesAreEqualAndBothReadThemForRandomAvroOfEveryTopic() {
        List<Topic<?>> topics = Topics.of(4).all();
        assertThat(topics).hasSizeGreaterThanOrEqualTo(10);
        for (int i = 0; i < topics.size(); i++) {
            Topic<?> topic = topics.get(i);
            // Whoever comes first registers; the other one has to be given the same id.
            boolean oursFirst = i % 2 == 0;
            Serializer<IndexedRecord> ours = ours(true);
            Serializer<Object> theirs = confluent.serializer(configs(true, false));
            Deserializer<IndexedRecord> read = reader(true);
            Deserializer<Object> readByThem = theirReader(true);
            Deserializer<IndexedRecord> readGeneric = reader(false);
            Deserializer<Object> readGenericByThem = theirReader(false);
            Trials.run(RECORDS, random -> {
                IndexedRecord record = RandomAvro.of(topic.valueType(), random);
                byte[] first =
                        oursFirst ? ours.serialize(topic.name(), record) : theirs.serialize(topic.name(), record);
                byte[] second =
                        oursFirst ? theirs.serialize(topic.name(), record) : ours.serialize(topic.name(), record);
                assertThat(second).isEqualTo(first);
                assertThat(read.deserialize(topic.name(), first)).isEqualTo(record);
                assertThat(readByThem.deserialize(topic.name(), first)).isEqualTo(record);
                Object generic = readGenericByThem.deserialize(topic.name(), first);
                assertThat(readGeneric.deserialize(topic.name(), first)).isEqualTo(generic);
            });
        }
    }

    @Test
    void nullIsNullToBoth() {
        assertThat(ours(true).serialize("interop.null", null)).isNull();
        assertThat(confluent.serializer(configs(true, false)).serialize("interop.null", null))
                .isNull();
        assertThat(reader(true).deserialize("interop.null", null)).isNull();
        assertThat(theirReader(true).deserialize("interop.null", null)).isNull();
    }

    @Test
    void whatOneRegisteredTheOtherFindsWithoutRegistering() {
        GenericRecord record = version("com.example.Found", Schema.Type.LONG, 7L);
        byte[] registeredByUs = ours(true).serialize("interop.found-1", record);
        assertThat(confluent.serializer(configs(false, false)).serialize("interop.found-1", record))
                .isEqualTo(registeredByUs);
        byte[] registeredByThem = confluent.serializer(configs(true, false)).serialize("interop.found-2", record);
        assertThat(ours(false).serialize("interop.found-2", record)).isEqualTo(registeredByThem);
        assertThat(ByteBuffer.wrap(registeredByThem).getInt(1))
                .isEqualTo(ByteBuffer.wrap(registeredByUs).getInt(1));
    }

    @Test
    void whatNobodyRegisteredNeitherFinds() {
        GenericRecord record = version("com.example.Unregistered", Schema.Type.LONG, 7L);
        assertThatThrownBy(() -> ours(false).serialize("interop.unregistered", record))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_REGISTERED));
        assertThat(trace(() -> confluent.serializer(configs(false, false)).serialize("interop.unregistered", record)))
                .contains("RestClientException", "40401");
    }

    @Test
    void incompatibleSchemaIsRefusedToBoth() {
        GenericRecord first = version("com.example.Changed", Schema.Type.LONG, 7L);
        GenericRecord changed = version("com.example.Changed", Schema.Type.STRING, "seven");
        new RestSchemaRegistry(List.of(registry.url())).setCompatibility("interop.changed-value", "FULL_TRANSITIVE");
        ours(true).serialize("interop.changed", first);
        assertThatThrownBy(() -> ours(true).serialize("interop.changed", changed))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INCOMPATIBLE));
        assertThat(trace(() -> confluent.serializer(configs(true, false)).serialize("interop.changed", changed)))
                .contains("RestClientException", "error code: 409");
    }

    @Test
    void unknownIdIsUnknownToBoth() {
        byte[] record = {0, 0x7F, 0, 0, 1, 0};
        assertThatThrownBy(() -> reader(true).deserialize("interop.unknown", record))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        e -> assertThat(e.fault()).isEqualTo(UnreadableRecordException.Fault.UNKNOWN_SCHEMA));
        assertThat(trace(() -> theirReader(true).deserialize("interop.unknown", record)))
                .contains("RestClientException", "40403");
    }

    @Test
    void jarThatIsNotTheReleasedOneIsRefused(@TempDir Path directory) throws IOException {
        for (String name : List.of("common-utils-7.9.2.jar", "failureaccess-1.0.3.jar")) {
            Files.writeString(directory.resolve(name), "not it");
        }
        assertThatThrownBy(() -> ConfluentJars.in(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("common-utils-7.9.2.jar: ");
    }

    private static Map<String, Object> configs(boolean register, boolean specific) {
        return Map.of(
                "schema.registry.url", registry.url(),
                "auto.register.schemas", register,
                "specific.avro.reader", specific);
    }

    private static Serializer<IndexedRecord> ours(boolean register) {
        MillraceAvroSerializer<IndexedRecord> serializer = new MillraceAvroSerializer<>();
        serializer.configure(configs(register, false), false);
        return serializer;
    }

    private static Deserializer<IndexedRecord> reader(boolean specific) {
        MillraceAvroDeserializer<IndexedRecord> deserializer = new MillraceAvroDeserializer<>();
        deserializer.configure(configs(false, specific), false);
        return deserializer;
    }

    private static Deserializer<Object> theirReader(boolean specific) {
        return confluent.deserializer(configs(false, specific));
    }

    private static GenericRecord version(String name, Schema.Type type, Object value) {
        Schema schema = SchemaBuilder.record(name)
                .fields()
                .name("value")
                .type(Schema.create(type))
                .noDefault()
                .endRecord();
        return new GenericRecordBuilder(schema).set("value", value).build();
    }

    private static String trace(ThrowingCallable call) {
        StringWriter text = new StringWriter();
        catchThrowable(call).printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
