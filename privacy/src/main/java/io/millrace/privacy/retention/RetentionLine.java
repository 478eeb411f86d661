package io.millrace.privacy.retention;

/**
 * What is due of one class of data, or what was done.
 *
 * @param what a retention class for calls, a table for all else
 * @param rows that go; of calls that are only planned, without rows that a correction took the place of
 * @param bytes about as many; 0 of what is done
 * @param days of calls; 0 of all else
 * @param held rows that a legal hold keeps
 */
public record RetentionLine(DataClass data, String what, Rule rule, long rows, long bytes, long days, long held) {}
