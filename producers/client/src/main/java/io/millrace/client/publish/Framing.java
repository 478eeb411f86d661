package io.millrace.client.publish;

/** Confluent's wire format: byte 0, four bytes of schema id (big-endian), the Avro body. */
final class Framing {
    static final int HEADER_BYTES = 5;

    private Framing() {}

    /** Room for the header in front of a copy of the body. */
    static byte[] unnumbered(byte[] body, int length) {
        byte[] value = new byte[HEADER_BYTES + length];
        System.arraycopy(body, 0, value, HEADER_BYTES, length);
        return value;
    }

    /** Puts the header into its place. */
    static byte[] number(byte[] value, int schemaId) {
        value[0] = 0;
        value[1] = (byte) (schemaId >>> 24);
        value[2] = (byte) (schemaId >>> 16);
        value[3] = (byte) (schemaId >>> 8);
        value[4] = (byte) schemaId;
        return value;
    }
}
