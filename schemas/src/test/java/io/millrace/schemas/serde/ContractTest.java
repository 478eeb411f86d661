package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Walks every schema of the catalogue: each field is documented with its unit, and none is a float. */
class ContractTest {
    private static final List<String> UNITS = List.of(
            "no unit",
            "tokens",
            "micros",
            "milli",
            "seconds",
            "usd",
            "records",
            "images",
            "characters",
            "searches",
            "percent",
            "parts per million",
            "bytes",
            "as the measure says",
            "requests",
            "units");

    @Test
    void everyFieldIsDocumentedWithItsUnit() {
        List<String> bare = new ArrayList<>();
        forEachField((record, field) -> {
            String doc = field.doc() == null ? "" : field.doc().toLowerCase(Locale.ROOT);
            if (UNITS.stream().noneMatch(doc::contains)) {
                bare.add(record.getName() + "." + field.name());
            }
        });
        assertThat(bare).isEmpty();
    }

    @Test
    void noFieldIsAFloat() {
        List<String> floats = new ArrayList<>();
        forEachField((record, field) -> {
            if (holds(field.schema(), Schema.Type.FLOAT) || holds(field.schema(), Schema.Type.DOUBLE)) {
                floats.add(record.getName() + "." + field.name());
            }
        });
        assertThat(floats).isEmpty();
    }

    @Test
    void optionalFieldsDefaultToNull() {
        List<String> missing = new ArrayList<>();
        forEachField((record, field) -> {
            if (field.schema().isUnion() && !field.hasDefaultValue()) {
                missing.add(record.getName() + "." + field.name());
            }
        });
        assertThat(missing).isEmpty();
    }

    private interface FieldVisitor {
        void visit(Schema record, Schema.Field field);
    }

    private static void forEachField(FieldVisitor visitor) {
        Set<String> seen = new HashSet<>();
        for (Topic<?> topic : Topics.of(4).all()) {
            walk(AvroCodec.schemaOf(topic.valueType()), visitor, seen);
        }
        assertThat(seen).hasSizeGreaterThan(15);
    }

    private static void walk(Schema schema, FieldVisitor visitor, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> {
                        visitor.visit(schema, field);
                        walk(field.schema(), visitor, seen);
                    });
                }
            }
            case UNION -> schema.getTypes().forEach(branch -> walk(branch, visitor, seen));
            case ARRAY -> walk(schema.getElementType(), visitor, seen);
            case MAP -> walk(schema.getValueType(), visitor, seen);
            default -> {}
        }
    }

    private static boolean holds(Schema schema, Schema.Type type) {
        return schema.getType() == type
                || (schema.isUnion() && schema.getTypes().stream().anyMatch(branch -> holds(branch, type)))
                || (schema.getType() == Schema.Type.ARRAY && holds(schema.getElementType(), type));
    }
}
