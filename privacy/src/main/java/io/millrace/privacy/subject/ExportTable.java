package io.millrace.privacy.subject;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of one kind, as JSON lines and as CSV (RFC 4180) whose columns are the keys of the first row. Not thread-safe. */
final class ExportTable implements AutoCloseable {
    private final Writer lines;
    private final Writer csv;
    private final List<String> columns = new ArrayList<>();
    private long rows;

    ExportTable(Path directory, String name) throws IOException {
        lines = Files.newBufferedWriter(directory.resolve(name + ".jsonl"), StandardCharsets.UTF_8);
        csv = Files.newBufferedWriter(directory.resolve(name + ".csv"), StandardCharsets.UTF_8);
    }

    void add(JsonNode object) throws IOException {
        if (rows == 0) {
            object.fieldNames().forEachRemaining(columns::add);
            csv.write(String.join(",", columns) + "\r\n");
        }
        rows++;
        lines.write(object.toString() + '\n');
        List<String> cells = new ArrayList<>();
        for (String column : columns) {
            cells.add(cell(object.path(column)));
        }
        csv.write(String.join(",", cells) + "\r\n");
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        lines.close();
        csv.close();
    }

    /** A text that a spreadsheet would take for a formula gets a quote before it. */
    private static String cell(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        if (value.isTextual() && !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0) {
            text = '\'' + text;
        }
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
