package io.millrace.schemas.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of one written schema. Thread-safe. */
sealed interface BodyReader<T extends IndexedRecord> {
    /**
     * The record that takes the rest of the message.
     *
     * @param from offset of the body
     * @throws IOException when the bytes are no such record, or more than one; whatever RuntimeException says the same
     */
    T read(byte[] message, int from) throws IOException;

    /** Name of the type, for errors. */
    String type();

    /**
     * @param read of a generated class
     * @throws org.apache.avro.AvroRuntimeException when what was written cannot be read so
     */
    static <T extends IndexedRecord> BodyReader<T> specific(Schema written, Schema read) {
        DirectReader fields = sameBytes(written, read) ? AvroCodec.direct(read) : null;
        return fields == null ? new Resolving<>(AvroCodec.reader(written, read)) : new Direct<>(read.getName(), fields);
    }

    /** Into generic records of the written schema. */
    static <T extends IndexedRecord> BodyReader<T> generic(Schema written) {
        return new Resolving<>(AvroCodec.genericReader(written));
    }

    /** What is left out of the canonical form (docs, defaults, aliases, properties) does not change the bytes. */
    private static boolean sameBytes(Schema written, Schema read) {
        return SchemaNormalization.toParsingForm(written).equals(SchemaNormalization.toParsingForm(read));
    }

    /** Written with the very schema of the class. */
    record Direct<T extends IndexedRecord>(String type, DirectReader fields) implements BodyReader<T> {
        @Override
        // The reader was made from the schema of the class.
        @SuppressWarnings("unchecked")
        public T read(byte[] message, int from) throws IOException {
            ByteSource in = new ByteSource(message, from);
            T record = (T) (IndexedRecord) fields.read(in);
            if (!in.isAtEnd()) {
                throw new IOException("bytes after the record");
            }
            return record;
        }
    }

    /** Written with another version, or read into generic records. */
    record Resolving<T extends IndexedRecord>(GenericDatumReader<T> reader) implements BodyReader<T> {
        private static final ThreadLocal<@Nullable BinaryDecoder> DECODERS = new ThreadLocal<>();

        @Override
        public T read(byte[] message, int from) throws IOException {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(message, from, message.length - from, DECODERS.get());
            DECODERS.set(decoder);
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes after the record");
            }
            return record;
        }

        @Override
        public String type() {
            return reader.getExpected().getName();
        }
    }
}
