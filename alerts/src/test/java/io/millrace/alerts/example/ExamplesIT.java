package io.millrace.alerts.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.millrace.alerts.delivery.Answer;
import io.millrace.alerts.kafka.AlertTopics;
import io.millrace.alerts.message.Message;
import io.millrace.alerts.send.Signature;
import io.millrace.alerts.send.WebhookSender;
import io.millrace.embedded.FreePort;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.SystemClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/alerts.md stand there word for word, and do what they say. */
final class ExamplesIT {
    private static final Path PAGE = Path.of("..", "docs", "alerts.md");
    private static final Path PYTHON = Path.of("src", "test", "resources", "example", "receiver.py");
    private static final Path JAVA = Path.of("src/test/java/io/millrace/alerts/example/AlertConsumer.java");
    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Message ALERT = new Message.Alert(ContractSamples.alert());

    @Test
    void thePageShowsThemAsTheyAre() throws IOException {
        String page = Files.readString(PAGE);
        String java = Files.readString(JAVA);
        assertThat(page).contains(Files.readString(PYTHON));
        assertThat(page).contains(java.substring(java.indexOf("public final class")));
    }

    /** Where there is no Python, this says so as an aborted test. */
    @Test
    void theReceiverInPythonTakesEachAlertOnceAndNoForgedOne(@TempDir Path directory) throws Exception {
        assumeThat(hasPython()).as("python3").isTrue();
        Path output = directory.resolve("output");
        int port = FreePort.any();
        ProcessBuilder builder = new ProcessBuilder("python3", PYTHON.toString());
        builder.environment().put("MILLRACE_WEBHOOK_SECRET", SECRET.reveal());
        builder.environment().put("PORT", Integer.toString(port));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            URI address = URI.create("http://127.0.0.1:" + port + "/");
            WebhookSender sender =
                    new WebhookSender(address, new Signature(SECRET), Duration.ofSeconds(5), new SystemClock());
            await().atMost(Duration.ofSeconds(30)).until(() -> sender.send(ALERT) instanceof Answer.Taken);
            assertThat(sender.send(ALERT)).isEqualTo(new Answer.Taken());
            Signature other = new Signature(new Secret("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
            assertThat(new WebhookSender(address, other, Duration.ofSeconds(5), new SystemClock()).send(ALERT))
                    .isInstanceOf(Answer.Refused.class);
            assertThat(new WebhookSender(address, new Signature(SECRET), Duration.ofSeconds(5), new TestingClock(1))
                            .send(ALERT))
                    .as("of 1970")
                    .isInstanceOf(Answer.Refused.class);
            assertThat(Files.readAllLines(output))
                    .filteredOn(line -> line.contains("budget 80 %"))
                    .hasSize(1);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theConsumerInJavaSaysEachAlertOnce(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output");
        try (AlertTopics topics = new AlertTopics(directory)) {
            topics.alert("acme", null);
            topics.alert("globex", null);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AlertConsumer.class.getName(),
                            topics.bootstrapServers(),
                            topics.registryUrl())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(Files.readAllLines(output))
                                .contains("acme: acme/daily 810", "globex: globex/daily 810"));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
