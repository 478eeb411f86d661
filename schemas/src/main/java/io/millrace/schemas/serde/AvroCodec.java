package io.millrace.schemas.serde;

import java.lang.reflect.Type;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Avro set up for our generated classes: their fast coders on, their package trusted.
 * Avro 1.12.2 refuses to read any class that is not trusted; the first use of this class does that for the JVM.
 */
public final class AvroCodec {
    private static final String GENERATED_PACKAGE = "io.millrace.avro.";
    private static final SpecificData DATA = trusted();

    private AvroCodec() {}

    /** Makes sure that our classes are trusted; for edges that read them by other means, such as Flink. */
    public static void trust() {
        Objects.requireNonNull(DATA);
    }

    public static Schema schemaOf(Class<? extends SpecificRecord> type) {
        return schemaOfType(type);
    }

    static Schema schemaOfType(Type type) {
        return DATA.getSchema(type);
    }

    /** The schema of the generated class that the written schema names; null where it is none of ours. */
    static @Nullable Schema generated(Schema written) {
        if (written.getType() != Schema.Type.RECORD || !written.getFullName().startsWith(GENERATED_PACKAGE)) {
            return null;
        }
        Class<?> type = DATA.getClass(written);
        return type == null ? null : DATA.getSchema(type);
    }

    /** Needs its schema set before each record; cheap to set. */
    static <T> SpecificDatumWriter<T> writer() {
        return new SpecificDatumWriter<>(Schema.create(Schema.Type.NULL), DATA);
    }

    /** Reads what was written with the very schema of a generated class; null where Avro has to. */
    static @Nullable DirectReader direct(Schema schema) {
        return new DirectPlan(DATA).of(schema);
    }

    static <T> SpecificDatumReader<T> reader(Schema written, Schema read) {
        return new SpecificDatumReader<>(written, read, DATA);
    }

    /** Into generic records of the written schema. */
    static <T> GenericDatumReader<T> genericReader(Schema written) {
        return new GenericDatumReader<>(written, written, new GenericData(AvroCodec.class.getClassLoader()));
    }

    private static SpecificData trusted() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(GENERATED_PACKAGE)));
        SpecificData data = new SpecificData(AvroCodec.class.getClassLoader());
        data.setCustomCoders(true);
        // Avro's fast reader stays on. It reads slower than the custom coders, which allocate whatever length bytes
        // claim.
        return data;
    }
}
