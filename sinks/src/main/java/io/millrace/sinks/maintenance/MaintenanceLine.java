package io.millrace.sinks.maintenance;

/**
 * One thing that maintenance did.
 *
 * @param action such as {@code deleted}; {@code busy} where another session was at it, {@code gave up} where a lock did not come
 * @param what the table, or the month of a report
 * @param amount rows, partitions or reports; 0 where there was nothing to do
 */
public record MaintenanceLine(String action, String what, long amount) {}
