package io.millrace.schemas.serde;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

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
        return DATA.getSchema(type);
    }

    /** The schema of the class that the written schema names; the written one itself where we have no such class. */
    static Schema schemaOf(Schema written) {
        Class<?> type = DATA.getClass(written);
        return type == null ? written : DATA.getSchema(type);
    }

    /** Needs its schema set before each record; cheap to set. */
    static <T> SpecificDatumWriter<T> writer() {
        return new SpecificDatumWriter<>(Schema.create(Schema.Type.NULL), DATA);
    }

    static <T> SpecificDatumReader<T> reader(Schema written, Schema read) {
        return new SpecificDatumReader<>(written, read, DATA);
    }

    private static SpecificData trusted() {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getName().startsWith(GENERATED_PACKAGE)));
        SpecificData data = new SpecificData(AvroCodec.class.getClassLoader());
        data.setCustomCoders(true);
        return data;
    }
}
