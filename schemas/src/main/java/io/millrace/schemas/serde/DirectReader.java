package io.millrace.schemas.serde;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of one generated class that were written with the very schema of that class, which is what nearly every
 * record is: nothing has to be resolved, so Avro's parser stands aside. Immutable, thread-safe. Made by {@link DirectPlan}.
 */
final class DirectReader {
    /** How a value lies in the bytes. */
    enum Kind {
        BOOLEAN,
        INT,
        LONG,
        STRING,
        BYTES,
        ENUM,
        RECORD,
        ARRAY,
        MAP
    }

    /**
     * One value.
     *
     * @param nullable in a union of null and this, null first
     * @param symbols of an enum, in the order of the schema
     * @param record of a record
     * @param element of an array, or a value of a map, whose keys are strings
     */
    record Slot(
            Kind kind,
            boolean nullable,
            @Nullable List<Object> symbols,
            @Nullable DirectReader record,
            @Nullable Slot element) {}

    private final Supplier<SpecificRecordBase> made;
    private final Slot[] fields;

    /** @param fields in the order of the schema */
    DirectReader(Supplier<SpecificRecordBase> made, List<Slot> fields) {
        this.made = made;
        this.fields = fields.toArray(new Slot[0]);
    }

    /** @throws RuntimeException of whatever kind when the bytes are no such record */
    SpecificRecordBase read(ByteSource in) {
        SpecificRecordBase record = made.get();
        for (int i = 0; i < fields.length; i++) {
            Slot field = fields[i];
            if (!field.nullable || isPresent(in)) {
                record.put(i, value(field, in));
            }
        }
        return record;
    }

    private static boolean isPresent(ByteSource in) {
        int branch = in.readInt();
        if (branch != 0 && branch != 1) {
            throw new IllegalArgumentException("union branch: " + branch + " (expected: 0 or 1)");
        }
        return branch == 1;
    }

    // A slot has the part that its kind needs.
    @SuppressWarnings("NullAway")
    private static Object value(Slot slot, ByteSource in) {
        return switch (slot.kind) {
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case STRING -> in.readString();
            case BYTES -> ByteBuffer.wrap(in.readBytes());
            case ENUM -> slot.symbols.get(in.readInt());
            case RECORD -> slot.record.read(in);
            case ARRAY -> elements(slot.element, in);
            case MAP -> entries(slot.element, in);
        };
    }

    private static List<Object> elements(Slot element, ByteSource in) {
        List<Object> list = new ArrayList<>();
        for (int block = in.readBlock(); block > 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                list.add(value(element, in));
            }
        }
        return list;
    }

    private static Map<String, Object> entries(Slot value, ByteSource in) {
        Map<String, Object> map = new HashMap<>();
        for (int block = in.readBlock(); block > 0; block = in.readBlock()) {
            for (int i = 0; i < block; i++) {
                map.put(in.readString(), value(value, in));
            }
        }
        return map;
    }
}
