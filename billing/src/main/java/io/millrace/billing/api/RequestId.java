package io.millrace.billing.api;

import io.millrace.schemas.service.LogContext;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a request is called in the log and to its caller.
 *
 * @param text the caller's X-Request-Id where it is 1 to 128 letters, digits, dots, colons, dashes or underscores; else the trace's
 *     id, else one made here
 * @param traceId of W3C's header traceparent; null where there is none that is well-formed
 */
record RequestId(String text, @Nullable String traceId) {
    static final String HEADER = "X-Request-Id";
    static final String TRACE_HEADER = "traceparent";

    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern TRACE =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    static RequestId of(@Nullable String requestId, @Nullable String traceparent) {
        String traceId = traceId(traceparent);
        if (requestId != null && TEXT.matcher(requestId).matches()) {
            return new RequestId(requestId, traceId);
        }
        return new RequestId(traceId == null ? UUID.randomUUID().toString() : traceId, traceId);
    }

    /** Does something whose lines in the log are named after this. */
    void around(Runnable work) {
        MDC.put(LogContext.REQUEST_ID, text);
        if (traceId != null) {
            MDC.put(LogContext.TRACE_ID, traceId);
        }
        try {
            work.run();
        } finally {
            MDC.remove(LogContext.REQUEST_ID);
            MDC.remove(LogContext.TRACE_ID);
        }
    }

    private static @Nullable String traceId(@Nullable String traceparent) {
        if (traceparent == null) {
            return null;
        }
        Matcher matcher = TRACE.matcher(traceparent);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
