package io.millrace.embedded.http;

import java.util.Map;

/**
 * One answer.
 *
 * @param headers besides {@code Content-Type} and {@code Content-Length}
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {
    /** No answer at all: the connection is closed. */
    public static final Reply DROPPED = new Reply(0, "", "");

    public Reply(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }
}
