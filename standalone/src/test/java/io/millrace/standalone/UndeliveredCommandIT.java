package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.alerts.AlertsSettings;
import io.millrace.alerts.kafka.AlertDelivery;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.RawPublishing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert is refused and kept; its receiver is mended; a retry brings it there once, under the same id. */
@SuppressWarnings("NullAway.Init")
class UndeliveredCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();

    @TempDir
    private Path root;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile int status = 410;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::answer);
        receiver.start();
    }

    @AfterEach
    void hangUp() {
        receiver.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            calls.add(status + " " + exchange.getRequestHeaders().getFirst("webhook-id"));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Test
    void whatWasGivenUpIsListedAndDeliveredByARetryOnce() throws IOException {
        String id = ContractSamples.alert().alertId().toString();
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.open(root.resolve("data")));
            Endpoints endpoints = Infrastructure.start(open, data, Ports.FREE, TOPICS);
            data.announce(endpoints);
            Path settings = settings(endpoints);
            giveUp(endpoints, settings);

            assertThat(list()).contains(" ops ", id, "1 tries", "answer: 410", "1 undelivered");
            assertThat(list("--destination", "other")).isEqualTo("0 undelivered\n");
            assertThat(retry(1, settings, "--all")).contains("ops: not taken: answer: 410", "taken 0 of 1");
            assertThat(list()).contains("1 undelivered");
            status = 204;
            String kept = list().substring(0, list().indexOf(' '));
            assertThat(retry(0, settings, kept)).isEqualTo(kept + " ops: taken\ntaken 1 of 1\n");
            assertThat(list()).isEqualTo("0 undelivered\n");
            assertThat(list("--all")).contains("delivered since", "1 given up");
            assertThat(list("--all", "--json")).contains("\"delivered\" : true", "\"message_id\" : \"" + id + "\"");
            assertThat(retry(0, settings, "--all")).isEqualTo("taken 0 of 0\n");
            assertThat(calls).containsExactly("410 " + id, "410 " + id, "204 " + id);
            assertThat(retry(0, settings, "--again", kept)).contains("taken 1 of 1");
            assertThat(retry(2, settings)).isEmpty();
            assertThat(retry(2, settings, "7/99")).isEmpty();
        }
    }

    private Path settings(Endpoints endpoints) throws IOException {
        return Files.writeString(root.resolve("alerts.properties"), """
                bootstrap.servers=%s
                schema.registry.url=%s
                topics.partitions=%d
                http.port=-1
                destinations=ops
                destination.ops.url=http://127.0.0.1:%d/
                destination.ops.secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                retry.refusals=1
                """.formatted(
                        endpoints.kafka(),
                        endpoints.registry(),
                        TOPICS.alerts().partitions(),
                        receiver.getAddress().getPort()));
    }

    /** Lets the service refuse one alert. */
    private void giveUp(Endpoints endpoints, Path file) throws IOException {
        Map<String, String> settings = Files.readAllLines(file).stream()
                .map(line -> line.split("=", 2))
                .filter(line -> !line[0].equals("http.port") && !line[0].equals("topics.partitions"))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        try (RawPublishing publishing = new RawPublishing(endpoints);
                AlertDelivery delivery = AlertDelivery.start(
                        AlertsSettings.read(new ConfigReader(settings)),
                        TOPICS,
                        Duration.ofSeconds(10),
                        new SystemClock())) {
            byte[] alert = AvroSerdes.at(endpoints.registry())
                    .serializer(TOPICS.alerts())
                    .serialize(TOPICS.alerts().name(), BudgetMapping.toAvro(ContractSamples.alert()));
            publishing.send(
                    new ProducerRecord<>(TOPICS.alerts().name(), "acme".getBytes(StandardCharsets.UTF_8), alert));
            publishing.await();
            await().atMost(PATIENCE).until(() -> delivery.totals().get(0).undelivered() == 1);
        }
    }

    private String list(String... options) {
        return run(
                0,
                java.util.stream.Stream.of(
                                List.of("undelivered", "list"),
                                List.of(options),
                                List.of("--data", root.resolve("data").toString()))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private static String retry(int exitCode, Path settings, String... options) {
        return run(
                exitCode,
                java.util.stream.Stream.of(
                                List.of("undelivered", "retry", "--settings", settings.toString()), List.of(options))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    private static String run(int exitCode, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Millrace.commandLine().execute(arguments)).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
