package io.millrace.schemas.serde;

import io.millrace.schemas.serde.DirectReader.Kind;
import io.millrace.schemas.serde.DirectReader.Slot;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Makes a {@link DirectReader} of the schema of a generated class, once for each class and version. */
final class DirectPlan {
    private final SpecificData data;

    DirectPlan(SpecificData data) {
        this.data = data;
    }

    /** Null where the schema holds something that none of ours has, such as a float or a record within itself. */
    @Nullable
    DirectReader of(Schema schema) {
        return record(schema, List.of());
    }

    private @Nullable DirectReader record(Schema schema, List<String> around) {
        if (around.contains(schema.getFullName()) || schema.getFields().isEmpty()) {
            return null;
        }
        List<String> within = new ArrayList<>(around);
        within.add(schema.getFullName());
        List<Slot> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Slot slot = slot(field.schema(), within);
            if (slot == null) {
                return null;
            }
            fields.add(slot);
        }
        return new DirectReader(constructor(data.getClass(schema)), fields);
    }

    private @Nullable Slot slot(Schema schema, List<String> around) {
        if (schema.getLogicalType() != null) {
            return null;
        }
        return switch (schema.getType()) {
            case BOOLEAN -> plain(Kind.BOOLEAN);
            case INT -> plain(Kind.INT);
            case LONG -> plain(Kind.LONG);
            case BYTES -> plain(Kind.BYTES);
            case STRING -> isText(schema) ? plain(Kind.STRING) : null;
            case ENUM -> new Slot(Kind.ENUM, false, symbols(schema), null, null);
            case UNION -> nullable(schema, around);
            case ARRAY -> of(Kind.ARRAY, slot(schema.getElementType(), around));
            case MAP -> isText(schema) ? of(Kind.MAP, slot(schema.getValueType(), around)) : null;
            case RECORD -> nested(record(schema, around));
            case NULL, FLOAT, DOUBLE, FIXED -> null;
        };
    }

    private static Slot plain(Kind kind) {
        return new Slot(kind, false, null, null, null);
    }

    private static @Nullable Slot nested(@Nullable DirectReader record) {
        return record == null ? null : new Slot(Kind.RECORD, false, null, record, null);
    }

    private static @Nullable Slot of(Kind kind, @Nullable Slot element) {
        return element == null || element.nullable() ? null : new Slot(kind, false, null, null, element);
    }

    private @Nullable Slot nullable(Schema schema, List<String> around) {
        List<Schema> branches = schema.getTypes();
        if (branches.size() != 2 || branches.get(0).getType() != Schema.Type.NULL) {
            return null;
        }
        Slot present = slot(branches.get(1), around);
        return present == null
                ? null
                : new Slot(present.kind(), true, present.symbols(), present.record(), present.element());
    }

    private List<Object> symbols(Schema schema) {
        return schema.getEnumSymbols().stream()
                .map(symbol -> data.createEnum(symbol, schema))
                .toList();
    }

    private static boolean isText(Schema schema) {
        return GenericData.StringType.String.name().equals(schema.getProp(GenericData.STRING_PROP));
    }

    /** As fast as {@code new}, which reflection is not: a record has a dozen records in it. */
    // What the factory makes is a Supplier, as its type says.
    @SuppressWarnings("unchecked")
    private static Supplier<SpecificRecordBase> constructor(Class<?> type) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle constructor = lookup.findConstructor(type, MethodType.methodType(void.class));
            return (Supplier<SpecificRecordBase>) LambdaMetafactory.metafactory(
                            lookup,
                            "get",
                            MethodType.methodType(Supplier.class),
                            MethodType.methodType(Object.class),
                            constructor,
                            MethodType.methodType(type))
                    .getTarget()
                    .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) { // as method handles declare it
            throw new IllegalStateException(type.getName() + ": no constructor (expected: one without parameters)", e);
        }
    }
}
