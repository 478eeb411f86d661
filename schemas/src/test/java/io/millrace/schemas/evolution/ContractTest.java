package io.millrace.schemas.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** The gate: the schemas of the catalogue obey their rules, and get on with every one that was released. */
class ContractTest {
    private static final int RECORDS_AT_LEAST = 20;

    @Test
    void everySchemaObeysTheRules() {
        List<String> breaches = new ArrayList<>();
        current().forEach((topic, schema) -> breaches.addAll(SchemaRules.breaches(schema)));
        assertThat(breaches).isEmpty();
    }

    @Test
    void everySchemaIsFullTransitiveWithEveryReleasedOne() throws IOException {
        ReleasedSchemas released = ReleasedSchemas.read(ReleasedSchemas.DIRECTORY);
        List<String> breaches = new ArrayList<>();
        current()
                .forEach(
                        (topic, schema) -> breaches.addAll(Evolution.breaches(topic, schema, released.ofTopic(topic))));
        assertThat(breaches).isEmpty();
    }

    @Test
    void everyReleasedTopicIsStillInTheCatalogue() throws IOException {
        ReleasedSchemas released = ReleasedSchemas.read(ReleasedSchemas.DIRECTORY);
        assertThat(released.versions()).isNotEmpty();
        for (String version : released.versions()) {
            assertThat(current().keySet()).containsAll(released.of(version).keySet());
        }
        assertThat(released.of("0.1").keySet()).isEqualTo(current().keySet());
    }

    @Test
    void everyGeneratedClassHasItsFastCoders() throws ReflectiveOperationException {
        AvroCodec.trust();
        Map<String, Schema> records = new TreeMap<>();
        current().values().forEach(schema -> collect(schema, records));
        assertThat(records).hasSizeGreaterThanOrEqualTo(RECORDS_AT_LEAST);
        Method fast = SpecificRecordBase.class.getDeclaredMethod("hasCustomCoders");
        fast.setAccessible(true);
        for (String name : records.keySet()) {
            Object record = Class.forName(name).getDeclaredConstructor().newInstance();
            assertThat(fast.invoke(record)).as(name).isEqualTo(true);
        }
    }

    private static Map<String, Schema> current() {
        Map<String, Schema> schemas = new TreeMap<>();
        for (Topic<?> topic : Topics.of(1).all()) {
            schemas.put(topic.name(), AvroCodec.schemaOf(topic.valueType()));
        }
        return schemas;
    }

    private static void collect(Schema schema, Map<String, Schema> records) {
        switch (schema.getType()) {
            case RECORD -> {
                if (records.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), records));
                }
            }
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, records));
            case ARRAY -> collect(schema.getElementType(), records);
            default -> {}
        }
    }
}
