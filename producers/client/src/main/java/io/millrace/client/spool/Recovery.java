package io.millrace.client.spool;

import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an earlier process left in a spool directory: its unacknowledged records, in order. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SegmentFiles files;
    private final List<Segment> segments = new ArrayList<>();
    private long records;
    private long recordBytes;
    private long tornBytes;
    private long corruptFrames;
    private long corruptBytes;
    private int damagedSegments;
    private long endPosition;

    private Recovery(SegmentFiles files) {
        this.files = files;
    }

    /** Reads and verifies every segment from its watermark on; what holds no record is deleted. */
    static Recovery of(SpoolDirectory directory, SegmentFiles files) throws IOException {
        Recovery recovery = new Recovery(files);
        for (Path file : directory.segments()) {
            recovery.take(file);
        }
        recovery.segments.sort(
                Comparator.comparingLong(segment -> segment.header().basePosition()));
        recovery.report();
        return recovery;
    }

    private void take(Path file) throws IOException {
        MappedByteBuffer bytes = files.open(file);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        switch (SegmentHeader.kindOf(bytes)) {
            case FREE -> files.delete(file);
            case USED -> scan(file, bytes);
            case DAMAGED -> {
                damagedSegments++;
                SpoolDirectory.setAside(file);
            }
            case LATER_VERSION ->
                throw MillraceException.user(
                        "SPOOL_VERSION",
                        "spool segment",
                        file,
                        "format version " + SegmentHeader.VERSION + " or earlier");
        }
    }

    private void scan(Path file, MappedByteBuffer bytes) throws IOException {
        SegmentHeader header = SegmentHeader.read(bytes);
        SegmentScan scan = SegmentScan.of(bytes, header.basePosition(), SegmentHeader.watermark(bytes));
        records += scan.records();
        recordBytes += scan.recordBytes();
        tornBytes += scan.tornBytes();
        corruptFrames += scan.corruptFrames();
        corruptBytes += scan.corruptBytes();
        endPosition = Math.max(endPosition, header.basePosition() + header.segmentBytes());
        if (scan.records() == 0) {
            files.delete(file);
        } else {
            segments.add(new Segment(file, bytes, files, header, scan.tail()));
        }
    }

    private void report() {
        if (records > 0) {
            LOG.info("spool: {} records of an earlier run are sent first", records);
        }
        if (tornBytes > 0) {
            LOG.warn("spool: {} bytes of records that were not complete when the process died cut off", tornBytes);
        }
        if (corruptFrames > 0) {
            LOG.error("spool: {} damaged stretches of {} bytes skipped", corruptFrames, corruptBytes);
        }
    }

    /** Segments with records, in order. */
    List<Segment> segments() {
        return segments;
    }

    /** End of the log: positions from here on are new. */
    long endPosition() {
        return endPosition;
    }

    long records() {
        return records;
    }

    long recordBytes() {
        return recordBytes;
    }

    /** The state of a spool that has found this. */
    SpoolState state(int segmentsNow, long usedBytes, long capBytes, boolean writable, long syncFailures) {
        return new SpoolState(
                segmentsNow,
                usedBytes,
                capBytes,
                writable,
                records,
                tornBytes,
                corruptFrames,
                corruptBytes,
                damagedSegments,
                syncFailures);
    }
}
