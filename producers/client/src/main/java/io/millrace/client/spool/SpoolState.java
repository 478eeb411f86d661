package io.millrace.client.spool;

/**
 * State of a spool; a snapshot.
 *
 * @param segments files there are, the prepared ones among them
 * @param usedBytes bytes of these files
 * @param capBytes what they may grow to
 * @param writable false while no file can be prepared, because the disk is full or broken
 * @param replayedRecords records found at the start
 * @param tornBytes bytes of records that were being written when the process died, cut off at the start
 * @param corruptFrames damaged stretches found at the start; what could be read after them was kept
 * @param corruptBytes their length in bytes
 * @param damagedSegments files that could not be read at all and were set aside
 * @param syncFailures times the disk refused to be forced
 */
public record SpoolState(
        int segments,
        long usedBytes,
        long capBytes,
        boolean writable,
        long replayedRecords,
        long tornBytes,
        long corruptFrames,
        long corruptBytes,
        int damagedSegments,
        long syncFailures) {}
