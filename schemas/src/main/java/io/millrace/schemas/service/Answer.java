package io.millrace.streams.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** What a request is answered with. Immutable. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
    static final int OK = 200;
    static final int MOVED = 307;
    static final int BAD_REQUEST = 400;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int FAULT = 500;
    static final int UNAVAILABLE = 503;

    private static final String JSON = "application/json";

    static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON, body.toPrettyString() + "\n", Map.of());
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; version=0.0.4; charset=utf-8", body, Map.of());
    }

    static Answer error(int status, String code, String message) {
        JsonNode body = JsonNodeFactory.instance
                .objectNode()
                .set(
                        "error",
                        JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
        return json(status, body);
    }

    /** The state is on its way from one instance to another, or the metering is not running yet. */
    static Answer tryAgain(String message) {
        Answer error = error(UNAVAILABLE, "UNAVAILABLE", message);
        return new Answer(UNAVAILABLE, JSON, error.body(), Map.of("Retry-After", "1"));
    }

    static Answer moved(String url) {
        Answer error = error(MOVED, "MOVED", "state: owned by another instance (expected: asked at " + url + ")");
        return new Answer(MOVED, JSON, error.body(), Map.of("Location", url));
    }
}
