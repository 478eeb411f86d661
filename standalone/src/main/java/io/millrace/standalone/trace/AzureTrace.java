package io.millrace.standalone.trace;

import io.millrace.schemas.time.Micros;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Calls of an Azure trace, in the order of the file, which must be that of time. Not thread-safe. */
final class AzureTrace implements Iterator<TraceCall> {
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens";

    private final TraceLines lines;
    private String line;
    private long firstMicros;
    private long lastMicros = Long.MIN_VALUE;

    AzureTrace(TraceLines lines) {
        this.lines = lines;
        lines.expectHeader(HEADER);
        line = lines.next();
    }

    @Override
    public boolean hasNext() {
        return !line.isEmpty();
    }

    @Override
    public TraceCall next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String[] fields = lines.split(line, HEADER);
        long micros = micros(fields[0]);
        if (lastMicros == Long.MIN_VALUE) {
            firstMicros = micros;
        } else if (micros < lastMicros) {
            throw lines.malformed("TIMESTAMP", fields[0], "not before the line above");
        }
        lastMicros = micros;
        TraceCall call = new TraceCall(
                micros - firstMicros,
                lines.count("ContextTokens", fields[1]),
                0,
                lines.count("GeneratedTokens", fields[2]),
                TraceCall.NO_CLIENT);
        line = lines.next();
        return call;
    }

    /** Rounds the seventh decimal down. */
    private long micros(String text) {
        try {
            return Micros.of(LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw lines.malformed("TIMESTAMP", text, "UTC such as 2023-11-16 18:17:03.9799600");
        }
    }
}
