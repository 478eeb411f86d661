package io.millrace.embedded.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Plain requests to a server under test. */
public final class HttpProbe {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    public HttpProbe(String url) {
        this.url = url;
    }

    /** Sends the request; an empty body is no body. {@code headers} are names and values in turn. */
    public Answer send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    /** What came back. */
    public record Answer(int status, String body, HttpResponse<String> response) {}
}
