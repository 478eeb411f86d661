package io.millrace.alerts.send;

import io.millrace.alerts.delivery.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts JSON to one address and judges the answer. Redirects are not followed: they would take the signature elsewhere. Thread-safe. */
final class HttpCall {
    private static final String EXPECTED = " (expected: 200 to 299)";
    private static final int DELAY_SECONDS_MAX = 86_400;

    private final HttpClient client;
    private final URI address;
    private final Duration timeout;

    HttpCall(URI address, Duration timeout) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(Redirect.NEVER)
                .build();
        this.address = address;
        this.timeout = timeout;
    }

    Answer post(byte[] body, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("user-agent", "millrace-alerts")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            // Not read: a body that never ends would hold the destination.
            response.body().close();
            return judge(response);
        } catch (IOException e) {
            return new Answer.Later("no answer: " + e, null);
        }
    }

    private static Answer judge(HttpResponse<?> response) {
        int status = response.statusCode();
        if (status >= 200 && status <= 299) {
            return new Answer.Taken();
        }
        String why = "answer: " + status + EXPECTED;
        boolean passing = status >= 500 || status == 408 || status == 425 || status == 429;
        return passing ? new Answer.Later(why, asked(response)) : new Answer.Refused(why);
    }

    /** Retry-After in seconds; its other form, a date, is left to our own pauses. */
    private static @Nullable Duration asked(HttpResponse<?> response) {
        return response.headers()
                .firstValue("retry-after")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Math.min(Integer.parseInt(text), DELAY_SECONDS_MAX)))
                .orElse(null);
    }
}
