package io.millrace.standalone.service;

import static org.awaitility.Awaitility.await;

import io.millrace.alerts.AlertsMain;
import io.millrace.billing.app.BillingMain;
import io.millrace.embedded.FreePort;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.SinksMain;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Ports;
import io.millrace.streams.StreamsMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The services as processes, beside servers in this one. Not thread-safe. */
final class LiveServices implements AutoCloseable {
    static final Topics TOPICS = Catalogue.topics();
    /** In every secret the services are given. */
    static final String CANARY = "canary4711";

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A service, its main and its door. */
    enum Kind {
        STREAMS(StreamsMain.class),
        SINKS(SinksMain.class),
        BILLING(BillingMain.class),
        ALERTS(AlertsMain.class);

        private final Class<?> main;

        Kind(Class<?> main) {
            this.main = main;
        }

        String prefix() {
            return "MILLRACE_" + name() + "_";
        }
    }

    private final Path directory;
    private final Closeables open;
    private final Endpoints endpoints;
    private final Map<Kind, Integer> ports = new EnumMap<>(Kind.class);
    private final Map<Kind, MainProcess> processes = new EnumMap<>(Kind.class);
    private final int apiPort = FreePort.any();
    private final HttpClient client = HttpClient.newHttpClient();

    private LiveServices(Path directory, Closeables open, Endpoints endpoints) {
        this.directory = directory;
        this.open = open;
        this.endpoints = endpoints;
    }

    /** Starts the servers; the services are the caller's to start. */
    static LiveServices in(Path directory) throws IOException {
        Closeables open = Closeables.closedAtExit();
        DataDirectory data = open.add(DataDirectory.open(directory.resolve("data")));
        LiveServices services = new LiveServices(directory, open, Infrastructure.start(open, data, Ports.FREE, TOPICS));
        Files.writeString(directory.resolve("stripe-key"), "sk_test_" + CANARY + "\n");
        for (Kind kind : Kind.values()) {
            services.ports.put(kind, FreePort.any());
        }
        return services;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    MainProcess start(Kind kind) throws IOException {
        MainProcess process = MainProcess.start(directory, kind.main, environment(kind));
        processes.put(kind, process);
        return process;
    }

    /** Waits until it can do its work. */
    void awaitReady(Kind kind) {
        await().alias(kind + " ready")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get(kind, "/health/ready").statusCode() == 200);
    }

    HttpResponse<String> get(Kind kind, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + ports.get(kind) + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** From billing's API. */
    HttpResponse<String> getApi(String path, String header, String value) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + apiPort + path);
        return client.send(
                HttpRequest.newBuilder(uri).header(header, value).build(), HttpResponse.BodyHandlers.ofString());
    }

    MainProcess process(Kind kind) {
        return Objects.requireNonNull(processes.get(kind));
    }

    private Map<String, String> environment(Kind kind) {
        Map<String, String> all = new TreeMap<>();
        all.put("HTTP_PORT", String.valueOf(ports.get(kind)));
        all.put("TOPICS_PARTITIONS", String.valueOf(TOPICS.usage().partitions()));
        switch (kind) {
            case STREAMS -> {
                all.put("BOOTSTRAP_SERVERS", endpoints.kafka());
                all.put("SCHEMA_REGISTRY_URL", endpoints.registry());
                all.put("STATE_DIR", directory.resolve("state").toString());
            }
            case SINKS -> {
                all.put("KAFKA_BOOTSTRAP_SERVERS", endpoints.kafka());
                all.put("REGISTRY_URL", endpoints.registry());
                all.put("DATABASE_URL", endpoints.jdbcUrl());
                all.put("DATABASE_USER", Login.JOB.role());
                all.put("DATABASE_PASSWORD", CANARY);
                all.put("CHECKPOINT_DIRECTORY", directory.resolve("checkpoints").toString());
                all.put("TEMPORARY_DIRECTORY", directory.resolve("tmp").toString());
            }
            case BILLING -> {
                all.put("BOOTSTRAP_SERVERS", endpoints.kafka());
                all.put("SCHEMA_REGISTRY_URL", endpoints.registry());
                all.put("JDBC_URL", endpoints.jdbcUrl());
                all.put("JDBC_USER", Login.BILLING.role());
                all.put("JDBC_PASSWORD", CANARY);
                all.put("STRIPE_API_KEY_FILE", directory.resolve("stripe-key").toString());
                all.put("STRIPE_API_BASE", endpoints.stripe());
                all.put("API_PORT", String.valueOf(apiPort));
                all.put("API_KEY_PEPPER", CANARY.repeat(4));
            }
            case ALERTS -> {
                all.put("BOOTSTRAP_SERVERS", endpoints.kafka());
                all.put("SCHEMA_REGISTRY_URL", endpoints.registry());
                all.put("DESTINATIONS", "log,away");
                all.put("DESTINATION_LOG_TYPE", "LOG");
                all.put("DESTINATION_AWAY_TYPE", "SLACK");
                // Nobody listens there.
                all.put("DESTINATION_AWAY_URL", "http://127.0.0.1:9/" + CANARY);
            }
        }
        Map<String, String> environment = new TreeMap<>();
        all.forEach((key, value) -> environment.put(kind.prefix() + key, value));
        return environment;
    }

    @Override
    public void close() throws InterruptedException {
        for (MainProcess process : processes.values()) {
            process.close();
        }
        open.close();
    }
}
