package io.millrace.client.integration;

/**
 * What became of the calls a listener saw, since it was made.
 *
 * @param recorded handed to the sink
 * @param unattributed left out, since the identity was null or failed
 * @param failed could not be read, broke a rule of the contract, or the sink threw
 */
public record RecorderCounters(long recorded, long unattributed, long failed) {}
