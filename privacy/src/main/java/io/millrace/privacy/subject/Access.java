package io.millrace.privacy.subject;

/**
 * Data of a workspace was taken out. Immutable.
 *
 * @param who the name that was given, and the login
 * @param what such as {@code EXPORT of USER}
 * @param atMicros microseconds since the epoch
 * @param rows lines of all files
 */
public record Access(String who, String what, String workspace, long atMicros, long rows) {}
