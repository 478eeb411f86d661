package io.millrace.billing.ledger;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of one entry of the journal over its text: a line for the entry, one for the batch it is of, one for each
 * transfer and each dead letter, in that order. The database's {@code entry_text} makes the same text. Not thread-safe.
 */
public final class EntryDigest {
    /** Bytes of a digest, and of a link's hash. */
    public static final int BYTES = 32;

    private static final int FLUSH_CHARS = 16 * 1024;

    private final MessageDigest digest = sha256();
    private final StringBuilder text = new StringBuilder(FLUSH_CHARS + 256);

    /** @param bookedAtMicros when its transaction began, microseconds since the epoch */
    public EntryDigest(long entryId, long bookedAtMicros) {
        text.append("entry|").append(entryId).append('|').append(bookedAtMicros).append('\n');
    }

    /** The span of a partition that was posted. */
    public void batch(UUID topicId, int partition, long from, long to, int drawdowns, BigInteger totalNano) {
        text.append("batch|").append(topicId).append('|').append(partition).append('|');
        text.append(from).append('|').append(to).append('|').append(drawdowns);
        text.append('|').append(totalNano).append('\n');
    }

    /** @param line number of the transfer in its entry, from 0 */
    public void transfer(long line, UUID cause, String kind, long debit, long credit, long amountNano) {
        text.append(line).append('|').append(cause).append('|').append(kind).append('|');
        text.append(debit)
                .append('|')
                .append(credit)
                .append('|')
                .append(amountNano)
                .append('\n');
        flush(FLUSH_CHARS);
    }

    public void deadLetter(long offset, String reason, String detail, byte @Nullable [] raw) {
        String rawHash = raw == null ? "-" : hex(sha256().digest(raw));
        String detailHash = hex(sha256().digest(detail.getBytes(StandardCharsets.UTF_8)));
        text.append("dead|").append(offset).append('|').append(reason).append('|');
        text.append(detailHash).append('|').append(rawHash).append('\n');
        flush(FLUSH_CHARS);
    }

    /** The digest; nothing can be added afterwards. */
    public byte[] finish() {
        flush(1);
        return digest.digest();
    }

    /** The hash before the first link. */
    public static byte[] genesis() {
        return new byte[BYTES];
    }

    /** The hash of a link: of the one before it, its number, its entry and the entry's digest. */
    public static byte[] link(byte[] before, long sequence, long entryId, byte[] entryDigest) {
        MessageDigest hash = sha256();
        hash.update(before);
        hash.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(sequence)
                .putLong(entryId)
                .flip());
        return hash.digest(entryDigest);
    }

    private void flush(int charsMin) {
        if (text.length() >= charsMin) {
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: every Java has it)", e);
        }
    }
}
