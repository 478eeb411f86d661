package io.millrace.standalone.trace;

import io.millrace.schemas.error.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads traces, in the order of their calls. Thread-safe; the streams it returns are not. A file that is missing or
 * empty, and a line that cannot be read, are a user's fault with code TRACE_FILE or TRACE_LINE and name file and line.
 */
public final class TraceReader {
    private TraceReader() {}

    /**
     * The calls, read as they are asked for; to be closed. The seed matters to {@link TraceFormat#SERVEGEN} only, whose
     * stream can be billions of calls long.
     */
    public static Stream<TraceCall> stream(TraceFormat format, Path file, long seed) {
        TraceLines lines = new TraceLines(file, open(format, file));
        try {
            Iterator<TraceCall> calls = switch (format) {
                case AZURE -> new AzureTrace(lines);
                case MOONCAKE -> new MooncakeTrace(lines);
                case SERVEGEN -> new ServeGenTrace(ServeGenWindow.readAll(lines), seed);
            };
            if (!calls.hasNext()) {
                throw MillraceException.user("TRACE_FILE", "trace " + file, "empty", "at least one call");
            }
            int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
            return StreamSupport.stream(Spliterators.spliteratorUnknownSize(calls, traits), false)
                    .onClose(lines::close);
        } catch (RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    /** The first calls of the trace, as many as there are up to the limit. */
    public static List<TraceCall> read(TraceFormat format, Path file, long seed, long limit) {
        try (Stream<TraceCall> calls = stream(format, file, seed)) {
            return calls.limit(limit).toList();
        }
    }

    private static BufferedReader open(TraceFormat format, Path file) {
        String rule = "a readable file in the format " + format.label();
        if (Files.isDirectory(file)) {
            throw MillraceException.user("TRACE_FILE", "trace " + file, "a directory", rule);
        }
        try {
            return Files.newBufferedReader(file);
        } catch (NoSuchFileException e) {
            throw MillraceException.user("TRACE_FILE", "trace " + file, "no such file", rule);
        } catch (IOException e) {
            throw MillraceException.user("TRACE_FILE", "trace " + file, e.getMessage(), rule);
        }
    }
}
