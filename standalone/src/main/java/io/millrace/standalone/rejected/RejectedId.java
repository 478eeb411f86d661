package io.millrace.standalone.rejected;

import io.millrace.schemas.error.MillraceException;

/**
 * Where a refusal is in the rejected topic, which is its name for people: {@code 0/17}.
 *
 * @param partition from 0
 * @param offset from 0
 */
public record RejectedId(int partition, long offset) {
    /** @throws MillraceException of kind USER for what is no id */
    public static RejectedId parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return new RejectedId(Integer.parseUnsignedInt(parts[0]), Long.parseUnsignedLong(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw unknown(text);
        }
        throw unknown(text);
    }

    private static MillraceException unknown(String text) {
        return MillraceException.user("REJECTED_ID", "rejected id", text, "partition/offset as listed, such as 0/17");
    }

    @Override
    public String toString() {
        return partition + "/" + offset;
    }
}
