package io.millrace.client.publish;

import org.apache.avro.Schema;

/** A record kept in memory. */
final class MemoryEntry extends OutboxEntry {
    private final Schema schema;
    private final byte[] key;
    private final byte[] value;
    private final int bytes;
    private final long acceptedAtMicros;

    /** @param value the body behind room for the header */
    MemoryEntry(Schema schema, byte[] key, byte[] value, int bytes, long acceptedAtMicros) {
        this.schema = schema;
        this.key = key;
        this.value = value;
        this.bytes = bytes;
        this.acceptedAtMicros = acceptedAtMicros;
    }

    @Override
    byte[] key() {
        return key;
    }

    @Override
    byte[] value(int schemaId) {
        return Framing.number(value, schemaId);
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
        return acceptedAtMicros;
    }
}
