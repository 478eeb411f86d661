package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.serde.AvroCodec;
import io.millrace.schemas.serde.SchemaRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;

/** The record that every serde is measured with: a UsageRecord with no field left out. */
final class SerdeSample {
    static final String TOPIC = "millrace.usage";

    /** The registry of one schema, in memory. Thread-safe. */
    static final class OneSchema implements SchemaRegistry {
        @Override
        public int register(String subject, Schema schema) {
            return 1;
        }

        @Override
        public int lookup(String subject, Schema schema) {
            return 1;
        }

        @Override
        public Schema byId(int id) {
            return AvroCodec.schemaOf(UsageRecord.class);
        }
    }

    private SerdeSample() {}

    static UsageRecord full() {
        AvroCodec.trust();
        return (UsageRecord) value("", AvroCodec.schemaOf(UsageRecord.class));
    }

    private static Object value(String name, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> SpecificData.get().createEnum(schema.getEnumSymbols().get(0), schema);
            case UNION ->
                value(
                        name,
                        schema.getTypes().stream()
                                .filter(branch -> branch.getType() != Schema.Type.NULL)
                                .findFirst()
                                .orElseThrow());
            case MAP -> map(schema);
            case ARRAY -> List.of(value(name, schema.getElementType()));
            case STRING -> text(name);
            case INT -> 200;
            case LONG -> name.endsWith("_at_micros") ? 1_760_000_000_000_000L : 12_345L;
            case BOOLEAN -> true;
            default -> throw new IllegalArgumentException("schema: " + schema.getType() + " (expected: one we use)");
        };
    }

    private static IndexedRecord record(Schema schema) {
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.name(), field.schema())));
        return record;
    }

    private static Map<String, Object> map(Schema schema) {
        Map<String, Object> map = new HashMap<>();
        for (String key : List.of("customer", "experiment", "trace", "region")) {
            map.put(key, value(key, schema.getValueType()));
        }
        return map;
    }

    /** As long as what gateways send: an id of 36 characters, names of a dozen. */
    private static String text(String name) {
        return name.equals("event_id")
                ? "0199c82e-7a00-7000-8000-000000000001"
                : (name + "-4711-acme").substring(0, 12);
    }
}
