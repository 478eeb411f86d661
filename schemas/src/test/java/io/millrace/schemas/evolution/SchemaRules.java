package io.millrace.schemas.evolution;

import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/**
 * What one schema of the contract must be, whatever was released: documented with units, without floats and logical types,
 * with a default wherever a field may be absent or an enum may grow. Stateless, thread-safe.
 */
final class SchemaRules {
    private SchemaRules() {}

    /** Every breach, one line each, in the order of the fields; none when the schema is good. */
    static List<String> breaches(Schema schema) {
        Walk walk = new Walk();
        walk.named(schema);
        return walk.breaches;
    }

    /** One walk over a schema, each named type once. Not thread-safe. */
    private static final class Walk {
        private final List<String> breaches = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();

        void named(Schema schema) {
            if (!seen.add(schema.getFullName())) {
                return;
            }
            requireDoc(schema.getName(), schema.getDoc());
            if (schema.getType() == Schema.Type.ENUM) {
                if (schema.getEnumDefault() == null) {
                    refuse(
                            schema.getName() + " enum default",
                            null,
                            "one, so that an older reader can read a new symbol");
                }
            } else {
                schema.getFields().forEach(field -> field(schema, field));
            }
        }

        private void field(Schema record, Schema.Field field) {
            String thing = record.getName() + "." + field.name();
            requireUnit(record, field, thing);
            optional(field, thing);
            type(field.schema(), thing);
        }

        private void requireUnit(Schema record, Schema.Field field, String thing) {
            String doc = field.doc();
            if (doc == null || doc.isBlank()) {
                requireDoc(thing, doc);
                return;
            }
            Optional<Unit> unit =
                    Arrays.stream(Unit.values()).filter(u -> u.endsDoc(doc)).findFirst();
            if (unit.isEmpty()) {
                refuse(thing + " doc", doc, "to end with its unit, one of: " + Unit.sentences());
            } else if (!unit.get().fitsName(record.getName(), field.name())) {
                refuse(thing, unit.get(), unit.get().nameRule());
            }
        }

        private void requireDoc(String thing, String doc) {
            if (doc == null || doc.isBlank()) {
                refuse(thing + " doc", doc, "what it is");
            }
        }

        /** A nullable field has the default null, which Avro takes only where null is the first branch. */
        private void optional(Schema.Field field, String thing) {
            if (!field.schema().isNullable()) {
                return;
            }
            if (!field.hasDefaultValue()) {
                refuse(thing + " default", "none", "null");
            } else if (field.defaultVal() != JsonProperties.NULL_VALUE) {
                refuse(thing + " default", field.defaultVal(), "null");
            }
        }

        private void type(Schema schema, String thing) {
            if (schema.getLogicalType() != null || schema.getProp("logicalType") != null) {
                refuse(thing, schema.getProp("logicalType"), "no logical type: it would cost Avro its fast coders");
            }
            switch (schema.getType()) {
                case FLOAT, DOUBLE -> refuse(thing, schema.getType(), "no float");
                case UNION -> union(schema, thing);
                case ARRAY -> type(schema.getElementType(), thing);
                case MAP -> type(schema.getValueType(), thing);
                case RECORD, ENUM, FIXED -> {
                    if (schema.getType() == Schema.Type.FIXED) {
                        refuse(thing, schema.getType(), "bytes");
                    } else {
                        named(schema);
                    }
                }
                default -> {}
            }
        }

        private void union(Schema schema, String thing) {
            if (schema.getTypes().size() != 2 || !schema.isNullable()) {
                refuse(thing, schema, "null and one other type");
            }
            schema.getTypes().forEach(branch -> type(branch, thing));
        }

        private void refuse(String thing, Object value, String rule) {
            breaches.add(Expected.message(thing, value, rule));
        }
    }
}
