package io.millrace.embedded.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, decoded.
 *
 * @param segments of the path, URL-decoded, none of them empty
 * @param query parameters in the order they came; of equal names the last counts
 * @param headers by lower-case name; of equal names the first counts
 * @param caller common name of the certificate that the client showed; null for none, and for a name that is more than that
 */
public record Request(
        String method,
        List<String> segments,
        Map<String, String> query,
        Map<String, String> headers,
        String body,
        @Nullable String caller) {

    /** The value of a header, whatever the case of its name. */
    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    /** True for {@code ?name=true} and for the bare {@code ?name}. */
    public boolean flag(String name) {
        String value = query.get(name);
        return value != null && (value.isEmpty() || value.equalsIgnoreCase("true"));
    }

    /** The path as it would be logged. */
    public String path() {
        return "/" + String.join("/", segments);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
