package io.millrace.client.spool;

import io.millrace.schemas.error.Expected;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the spool is and how large it may grow. Immutable.
 *
 * @param directory created if absent; one client at a time may use it
 * @param segmentBytes size of one file, 64 KiB to 1 GiB, a multiple of 8; a record must fit into one
 * @param capBytes all files together, at least three segments
 * @param fsync when the files are forced to the disk
 * @param fsyncInterval time between two forces under {@link FsyncPolicy#INTERVAL}, at least 1 ms
 */
public record SpoolSettings(
        Path directory, int segmentBytes, long capBytes, FsyncPolicy fsync, Duration fsyncInterval) {
    public static final int SEGMENT_BYTES_DEFAULT = 16 * 1024 * 1024;
    public static final long CAP_BYTES_DEFAULT = 1024L * 1024 * 1024;
    public static final Duration FSYNC_INTERVAL_DEFAULT = Duration.ofMillis(100);
    public static final int SEGMENT_BYTES_MIN = 64 * 1024;
    public static final int SEGMENT_BYTES_MAX = 1024 * 1024 * 1024;
    /** One being filled, one ready, one being made ready. */
    public static final int SEGMENTS_MIN = 3;

    private static final int WORD = 8;

    public SpoolSettings {
        if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX || segmentBytes % WORD != 0) {
            throw Expected.illegal("spool.segment.bytes", segmentBytes, "64 KiB to 1 GiB, a multiple of 8");
        }
        if (capBytes / segmentBytes < SEGMENTS_MIN || capBytes / segmentBytes > Integer.MAX_VALUE) {
            throw Expected.illegal("spool.cap", capBytes, "3 segments or more, of " + segmentBytes + " bytes each");
        }
        if (fsyncInterval.toMillis() < 1) {
            throw Expected.illegal("spool.fsync.interval", fsyncInterval, "1 ms or more");
        }
    }

    /** Segments of 16 MiB, 1 GiB at most, never forced. */
    public static SpoolSettings in(Path directory) {
        return new SpoolSettings(
                directory, SEGMENT_BYTES_DEFAULT, CAP_BYTES_DEFAULT, FsyncPolicy.NONE, FSYNC_INTERVAL_DEFAULT);
    }

    /** The most files there may be. */
    int segmentsMax() {
        return Math.toIntExact(capBytes / segmentBytes);
    }
}
