package io.millrace.schemas.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** What a request is answered with. Immutable. */
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
    public static final int OK = 200;
    public static final int MOVED = 307;
    public static final int BAD_REQUEST = 400;
    public static final int NOT_FOUND = 404;
    public static final int METHOD_NOT_ALLOWED = 405;
    public static final int FAULT = 500;
    public static final int UNAVAILABLE = 503;

    private static final String JSON = "application/json";

    public static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, body.toPrettyString() + "\n", Map.of());
    }

    public static Answer text(int status, String body) {
        return new Answer(status, "text/plain; version=0.0.4; charset=utf-8", body, Map.of());
    }

    public static Answer error(int status, String code, String message) {
        JsonNode body = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "error",
                        JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
        return json(status, body);
    }

    /** What is asked for cannot be said now, and soon will be. */
    public static Answer tryAgain(String message) {
        Answer error = error(UNAVAILABLE, "UNAVAILABLE", message);
        return new Answer(UNAVAILABLE, JSON, error.body(), Map.of("Retry-After", "1"));
    }

    public static Answer moved(String url) {
        Answer error = error(MOVED, "MOVED", "state: owned by another instance (expected: asked at " + url + ")");
        return new Answer(MOVED, JSON, error.body(), Map.of("Location", url));
    }
}
