package io.millrace.sinks.query;

/** Money of one value, in nano-USD; unpriced calls are in neither sum. The empty text is "none". */
public record SpendLine(String value, long requests, long unpriced, long costNanoUsd, long chargeNanoUsd) {}
