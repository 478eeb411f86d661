package io.millrace.schemas.service;

/** Names of what a line of a log is about: a log is searched by them. Put with slf4j's MDC. */
public final class LogContext {
    public static final String EVENT_ID = "event_id";
    public static final String WORKSPACE = "workspace";
    /** Where a record was read: {@code topic-partition-offset}. */
    public static final String RECORD = "record";

    public static final String REQUEST_ID = "request_id";
    /** Of W3C's trace context, 32 hexadecimal digits. */
    public static final String TRACE_ID = "trace_id";

    private LogContext() {}
}
