package io.millrace.schemas.service;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request without its body.
 *
 * @param target path and query as they came, for a redirect
 * @param segments of the path, decoded; what was an escaped slash is one
 * @param query parameters, decoded; the last of a name
 */
public record Request(String method, String target, List<String> segments, Map<String, String> query) {
    /** @throws IllegalArgumentException for a broken percent escape */
    static Request of(HttpExchange exchange) {
        String path = exchange.getRequestURI().getRawPath();
        String query = exchange.getRequestURI().getRawQuery();
        String target = query == null ? path : path + "?" + query;
        return new Request(exchange.getRequestMethod(), target, segments(path), parameters(query == null ? "" : query));
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            if (!raw.isEmpty()) {
                // In a path a plus is a plus.
                segments.add(decode(raw.replace("+", "%2B")));
            }
        }
        return List.copyOf(segments);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return Map.copyOf(parameters);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
