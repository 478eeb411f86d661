package io.millrace.schemas.testing;

import io.millrace.schemas.serde.AvroCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records of generated classes with every field drawn: nulls, extremes, text beyond ASCII, empty and filled collections. */
public final class RandomAvro {
    private static final int ITEMS_MAX = 3;
    private static final int TEXT_MAX = 40;
    private static final int[] LETTERS = {'a', 'Z', '0', ' ', '\n', 0, 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xFFFD, 0x1F600};

    private RandomAvro() {}

    public static <T extends SpecificRecord> T of(Class<T> type, RandomGenerator random) {
        AvroCodec.trust();
        return type.cast(value(SpecificData.get().getSchema(type), random));
    }

    private static Object value(Schema schema, RandomGenerator random) {
        return switch (schema.getType()) {
            case RECORD -> record(schema, random);
            case ENUM ->
                SpecificData.get()
                        .createEnum(
                                schema.getEnumSymbols()
                                        .get(random.nextInt(
                                                schema.getEnumSymbols().size())),
                                schema);
            case ARRAY -> list(schema, random);
            case MAP -> map(schema, random);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case STRING -> text(random);
            case BYTES -> bytes(random);
            case INT -> (int) number(random);
            case LONG -> number(random);
            case BOOLEAN -> random.nextBoolean();
            case NULL -> NullValue.INSTANCE;
            default -> throw new IllegalArgumentException("schema: " + schema.getType() + " (expected: one we use)");
        };
    }

    /** Stands for null until it is put into its field. */
    private enum NullValue {
        INSTANCE
    }

    private static IndexedRecord record(Schema schema, RandomGenerator random) {
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        for (Schema.Field field : schema.getFields()) {
            Object value = value(field.schema(), random);
            if (value != NullValue.INSTANCE) {
                record.put(field.pos(), value);
            }
        }
        return record;
    }

    private static List<Object> list(Schema schema, RandomGenerator random) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(ITEMS_MAX + 1); i > 0; i--) {
            list.add(value(schema.getElementType(), random));
        }
        return list;
    }

    private static Map<String, Object> map(Schema schema, RandomGenerator random) {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(ITEMS_MAX + 1); i > 0; i--) {
            map.put(text(random), value(schema.getValueType(), random));
        }
        return map;
    }

    private static String text(RandomGenerator random) {
        boolean plain = random.nextBoolean();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(TEXT_MAX); i > 0; i--) {
            text.appendCodePoint(plain ? 'a' + random.nextInt(26) : LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private static ByteBuffer bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(TEXT_MAX)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Of every magnitude and both signs. */
    private static long number(RandomGenerator random) {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }
}
