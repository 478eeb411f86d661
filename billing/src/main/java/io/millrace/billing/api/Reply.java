package io.millrace.billing.api;

import java.util.Map;

/** What is sent back: JSON. */
record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status, String body) {
        return new Reply(status, Map.of(), body);
    }

    static Reply of(ApiException error) {
        return new Reply(error.status(), error.headers(), Json.write(error.error()));
    }
}
