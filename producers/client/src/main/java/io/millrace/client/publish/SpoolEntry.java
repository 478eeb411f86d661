package io.millrace.client.publish;

import io.millrace.client.spool.SpooledRecord;
import org.apache.avro.Schema;

/** A record kept on disk; read again when it is sent again. */
final class SpoolEntry extends OutboxEntry {
    private final SpooledRecord record;
    private final Schema schema;
    private final int bytes;

    SpoolEntry(SpooledRecord record, Schema schema) {
        this.record = record;
        this.schema = schema;
        this.bytes = record.bytes();
    }

    SpooledRecord record() {
        return record;
    }

    @Override
    byte[] key() {
        return record.key();
    }

    @Override
    byte[] value(int schemaId) {
        return Framing.number(record.body(Framing.HEADER_BYTES), schemaId);
    }

    @Override
    Schema schema() {
        return schema;
    }

    @Override
    int bytes() {
        return bytes;
    }

    @Override
    long acceptedAtMicros() {
        return record.acceptedAtMicros();
    }
}
