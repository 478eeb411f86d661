package io.millrace.client.sealing;

/**
 * What sealing did so far; a snapshot.
 *
 * @param sealed records of which everything personal was replaced or sealed
 * @param withheld records that went out without something personal, since its key was not there in time
 * @param fetched keys that the vault gave
 * @param failures requests that the vault did not answer, or refused
 * @param cached keys in memory
 * @param wanted subjects whose keys are being fetched
 */
public record SealingCounters(long sealed, long withheld, long fetched, long failures, int cached, int wanted) {
    /** Of a client that does not seal. */
    public static final SealingCounters NONE = new SealingCounters(0, 0, 0, 0, 0, 0);
}
