package io.millrace.client.sealing;

import io.millrace.schemas.config.VaultAccess;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectExchange;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.serde.PemTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The vault over HTTP. Thread-safe. */
final class VaultHttp implements KeySource {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final VaultAccess access;
    private final HttpClient http;

    VaultHttp(VaultAccess access) {
        this.access = access;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE);
        if (access.url().getScheme().equals("https")) {
            builder.sslContext(PemTls.context(access.truststore(), access.keystore()));
        }
        this.http = builder.build();
    }

    @Override
    public List<SubjectKey> resolve(List<Subject> subjects) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(access.url() + SubjectExchange.PATH))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + access.token().reveal())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(SubjectExchange.ask(subjects)))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException(Expected.message("vault at " + access.url(), answer.statusCode(), "200"));
        }
        try {
            return SubjectExchange.answered(answer.body(), subjects.size());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
