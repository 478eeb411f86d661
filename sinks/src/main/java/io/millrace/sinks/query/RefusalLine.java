package io.millrace.sinks.query;

/** Records that were not metered, by reason. */
public record RefusalLine(String reason, long records) {}
