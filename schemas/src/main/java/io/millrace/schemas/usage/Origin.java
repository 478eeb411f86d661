package io.millrace.schemas.usage;

/** Which gateway said so: its id, its start (microseconds since the epoch) and the count of records since, from 1. */
public record Origin(String gatewayId, long epochMicros, long sequence) {}
