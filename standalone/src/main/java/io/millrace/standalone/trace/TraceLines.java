package io.millrace.standalone.trace;

import io.millrace.schemas.error.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/** The lines of a trace with their numbers; blank lines are left out. Not thread-safe. */
final class TraceLines {
    private static final long COUNT_MAX = 1_000_000_000L;

    private final Path file;
    private final BufferedReader reader;
    private long number;

    TraceLines(Path file, BufferedReader reader) {
        this.file = file;
        this.reader = reader;
    }

    /** The next line that is not blank; an empty text at the end. */
    String next() {
        try {
            String line = "";
            while (line != null && line.isBlank()) {
                line = reader.readLine();
                number++;
            }
            return line == null ? "" : line;
        } catch (CharacterCodingException e) {
            throw MillraceException.user("TRACE_FILE", "trace " + file, "not text", "UTF-8");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the header, which must be the one given. */
    void expectHeader(String header) {
        String line = next();
        if (!line.isEmpty() && !line.equals(header)) {
            throw malformed("header", line, header);
        }
    }

    /** Splits a line at its commas into the fields given, no more and no fewer. */
    String[] split(String line, String header) {
        String[] fields = line.split(",", -1);
        if (fields.length != header.split(",", -1).length) {
            throw malformed("line", line, header);
        }
        return fields;
    }

    /** Reads a count of tokens, 0 or more. */
    long count(String field, String text) {
        try {
            long count = Long.parseLong(text);
            if (count >= 0 && count <= COUNT_MAX) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Refused below with the others.
        }
        throw malformed(field, text, "a whole number, 0 to " + COUNT_MAX);
    }

    MillraceException malformed(String field, Object value, String rule) {
        return MillraceException.user("TRACE_LINE", "trace " + file + " line " + number + " " + field, value, rule);
    }

    void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
