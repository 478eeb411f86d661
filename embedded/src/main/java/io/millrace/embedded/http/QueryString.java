package io.millrace.embedded.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The encoding of forms and queries: {@code a=1&b[c]=2}. */
public final class QueryString {
    private QueryString() {}

    /**
     * Names and values in the order they came; of equal names the last counts, a name without {@code =} has an empty
     * value.
     *
     * @throws IllegalArgumentException on a broken percent escape
     */
    public static Map<String, String> parse(String encoded) {
        var parameters = new LinkedHashMap<String, String>();
        int start = 0;
        while (start < encoded.length()) {
            int end = encoded.indexOf('&', start);
            String pair = encoded.substring(start, end < 0 ? encoded.length() : end);
            start += pair.length() + 1;
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
