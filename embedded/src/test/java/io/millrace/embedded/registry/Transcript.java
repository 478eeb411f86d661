package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.HttpProbe.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Requests and answers in a text file; its form is told at the head of the file. */
final class Transcript {
    private static final String ANY = "<any>";
    private static final Pattern HEADER = Pattern.compile("([A-Za-z-]+): (.*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Transcript() {}

    /**
     * A request and what it is answered.
     *
     * @param line number in the file
     * @param headers names and values in turn
     */
    record Exchange(int line, String method, String path, List<String> headers, String body, Expected expected) {
        Answer send(HttpProbe http) throws IOException, InterruptedException {
            var all = new ArrayList<>(headers);
            if (!body.isEmpty() && !headers.contains("Content-Type")) {
                all.addAll(List.of("Content-Type", MediaTypes.REGISTRY_V1));
            }
            return http.send(method, path, body, all.toArray(String[]::new));
        }
    }

    /** Of an answer. */
    record Expected(int status, String type, String body) {
        static Expected of(Answer answer) {
            String type = answer.response().headers().firstValue("content-type").orElse("");
            return new Expected(answer.status(), type, answer.body());
        }

        /** Equal, where any text stands for all texts. */
        boolean matches(Expected actual) throws IOException {
            return status == actual.status
                    && type.equals(actual.type)
                    && Transcript.matches(JSON.readTree(body), JSON.readTree(actual.body));
        }
    }

    private static boolean matches(JsonNode expected, JsonNode actual) {
        if (expected.isTextual() && expected.asText().equals(ANY)) {
            return actual.isTextual() && !actual.asText().isBlank();
        }
        if (!expected.isContainerNode() || expected.getNodeType() != actual.getNodeType()) {
            return expected.equals(actual);
        }
        if (expected.size() != actual.size()) {
            return false;
        }
        if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!matches(expected.get(i), actual.get(i))) {
                    return false;
                }
            }
            return true;
        }
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            if (!matches(field.getValue(), actual.path(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    static List<Exchange> read(List<String> lines) {
        var exchanges = new ArrayList<Exchange>();
        int next = 0;
        while (next < lines.size()) {
            if (!lines.get(next).startsWith("> ")) {
                next++;
                continue;
            }
            int first = next;
            while (lines.get(next).startsWith("> ")) {
                next++;
            }
            exchanges.add(exchange(first, lines.subList(first, next), lines.get(next), lines.get(next + 1)));
        }
        return List.copyOf(exchanges);
    }

    private static Exchange exchange(int line, List<String> request, String status, String body) {
        String[] target = request.get(0).substring(2).split(" ", 2);
        var headers = new ArrayList<String>();
        String sent = "";
        for (String each : request.subList(1, request.size())) {
            var header = HEADER.matcher(each.substring(2));
            if (header.matches()) {
                headers.addAll(List.of(header.group(1), header.group(2)));
            } else {
                sent = each.substring(2);
            }
        }
        String[] answer = status.substring(2).split(" ", 2);
        var expected = new Expected(Integer.parseInt(answer[0]), answer[1], body.substring(2));
        return new Exchange(line + 1, target[0], target[1], headers, sent, expected);
    }

    /** The lines of an exchange with the answer that came. */
    static List<String> recorded(Exchange exchange, Expected actual) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("> " + exchange.method() + " " + exchange.path());
        for (int i = 0; i < exchange.headers().size(); i += 2) {
            lines.add(
                    "> " + exchange.headers().get(i) + ": " + exchange.headers().get(i + 1));
        }
        if (!exchange.body().isEmpty()) {
            lines.add("> " + exchange.body());
        }
        lines.add("< " + actual.status() + " " + actual.type());
        lines.add("< " + actual.body());
        return lines;
    }
}
