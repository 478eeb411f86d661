package io.millrace.standalone.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arrivals of one client in one window of 600 s.
 *
 * @param variation coefficient of variation of the inter-arrival times
 */
record ServeGenWindow(int client, long startSeconds, double requestsPerSecond, double variation) {
    static final long LENGTH_SECONDS = 600;

    private static final String HEADER = "client,window_start_s,requests_per_s,cv";
    private static final double RATE_MAX = 100_000;
    private static final double VARIATION_MAX = 1_000_000;

    /** The windows of each client in order of time; overlapping windows are refused. */
    static Map<Integer, List<ServeGenWindow>> readAll(TraceLines lines) {
        lines.expectHeader(HEADER);
        Map<Integer, List<ServeGenWindow>> byClient = new TreeMap<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            ServeGenWindow window = parse(lines, line);
            List<ServeGenWindow> windows = byClient.computeIfAbsent(window.client, client -> new ArrayList<>());
            if (windows.stream()
                    .skip(Math.max(0, windows.size() - 1))
                    .anyMatch(w -> w.endSeconds() > window.startSeconds)) {
                throw lines.malformed(
                        "window_start_s", window.startSeconds, "not before the client's last window ends");
            }
            windows.add(window);
        }
        byClient.values().forEach(list -> list.sort(Comparator.comparingLong(ServeGenWindow::startSeconds)));
        return byClient;
    }

    long endSeconds() {
        return startSeconds + LENGTH_SECONDS;
    }

    private static ServeGenWindow parse(TraceLines lines, String line) {
        String[] fields = lines.split(line, HEADER);
        return new ServeGenWindow(
                Math.toIntExact(lines.count("client", fields[0])),
                lines.count("window_start_s", fields[1]),
                number(lines, "requests_per_s", fields[2], RATE_MAX),
                number(lines, "cv", fields[3], VARIATION_MAX));
    }

    private static double number(TraceLines lines, String field, String text, double max) {
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below with what is out of range.
        }
        throw lines.malformed(field, text, "a number, 0 to " + (long) max);
    }
}
