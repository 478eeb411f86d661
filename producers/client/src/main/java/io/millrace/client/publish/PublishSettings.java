package io.millrace.client.publish;

import io.millrace.client.spool.SpoolSettings;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How records wait for Kafka. Immutable.
 *
 * @param backpressure where they wait, and what happens when there is no room
 * @param bufferRecords records kept in memory, 1 to 10,000,000; not used by SPOOL
 * @param bufferBytes bytes kept in memory, 64 KiB to 64 GiB; not used by SPOOL
 * @param blockMax longest wait of publish under BLOCK, 0 or more
 * @param linger how long Kafka's producer waits for a batch to fill, 0 to 60 s
 * @param closeMax longest wait of close for the acknowledgement of what was accepted, 0 or more
 * @param spool the spool; present under SPOOL and only there
 */
public record PublishSettings(
        Backpressure backpressure,
        int bufferRecords,
        long bufferBytes,
        Duration blockMax,
        Duration linger,
        Duration closeMax,
        @Nullable SpoolSettings spool) {
    public static final int BUFFER_RECORDS_DEFAULT = 20_000;
    public static final int BUFFER_RECORDS_MAX = 10_000_000;
    public static final int BUFFER_BYTES_DEFAULT = 32 * 1024 * 1024;
    public static final int BUFFER_BYTES_MIN = 64 * 1024;
    public static final long BUFFER_BYTES_MAX = 64L * 1024 * 1024 * 1024;
    public static final Duration BLOCK_MAX_DEFAULT = Duration.ofSeconds(1);
    public static final Duration LINGER_DEFAULT = Duration.ofMillis(5);
    public static final Duration LINGER_MAX = Duration.ofSeconds(60);
    public static final Duration CLOSE_MAX_DEFAULT = Duration.ofSeconds(10);

    public PublishSettings {
        if (bufferRecords < 1 || bufferRecords > BUFFER_RECORDS_MAX) {
            throw Expected.illegal("publish.buffer.records", bufferRecords, "1 to " + BUFFER_RECORDS_MAX);
        }
        if (bufferBytes < BUFFER_BYTES_MIN || bufferBytes > BUFFER_BYTES_MAX) {
            throw Expected.illegal("publish.buffer.bytes", bufferBytes, BUFFER_BYTES_MIN + " to " + BUFFER_BYTES_MAX);
        }
        requireNotNegative("publish.block.max", blockMax);
        requireNotNegative("publish.close.max", closeMax);
        requireNotNegative("publish.linger", linger);
        if (linger.compareTo(LINGER_MAX) > 0) {
            throw Expected.illegal("publish.linger", linger, "at most " + LINGER_MAX);
        }
        if (spool == null && backpressure == Backpressure.SPOOL) {
            throw Expected.illegal("spool.directory", null, "a directory when publish.backpressure is SPOOL");
        }
        if (spool != null && backpressure != Backpressure.SPOOL) {
            throw Expected.illegal("publish.backpressure", backpressure, "SPOOL when a spool directory is given");
        }
    }

    /** The oldest of 20,000 records or 32 MiB makes room. */
    public static PublishSettings defaults() {
        return new PublishSettings(
                Backpressure.DROP_OLDEST,
                BUFFER_RECORDS_DEFAULT,
                BUFFER_BYTES_DEFAULT,
                BLOCK_MAX_DEFAULT,
                LINGER_DEFAULT,
                CLOSE_MAX_DEFAULT,
                null);
    }

    /** The same, with records waiting in memory for at most so many. */
    public PublishSettings buffering(int records) {
        return new PublishSettings(backpressure, records, bufferBytes, blockMax, linger, closeMax, spool);
    }

    /** The same, with publish waiting up to {@code max} for room. */
    public PublishSettings blockingUpTo(Duration max) {
        return new PublishSettings(Backpressure.BLOCK, bufferRecords, bufferBytes, max, linger, closeMax, null);
    }

    /** The same, with records waiting on disk. */
    public PublishSettings spoolingTo(SpoolSettings settings) {
        return new PublishSettings(
                Backpressure.SPOOL, bufferRecords, bufferBytes, blockMax, linger, closeMax, settings);
    }

    private static void requireNotNegative(String thing, Duration duration) {
        if (duration.isNegative()) {
            throw Expected.illegal(thing, duration, "0 or more");
        }
    }
}
