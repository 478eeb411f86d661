package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Bad input gets one clear line that names the thing, its value and what was expected, and exit code 2. */
class BadInputTest {
    @TempDir
    private Path directory;

    @Test
    void malformedTraceLineIsNamedByFileAndNumber() throws IOException {
        Path trace = directory.resolve("calls.csv");
        Files.writeString(trace, """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:17:03.9799600,4808,10
                2023-11-16 18:17:04.0319600,many,8
                """);
        assertThat(refused("demo", "--trace", trace.toString(), "--format", "azure"))
                .contains(trace.toString(), "3", "many", "(expected: ");
    }

    @Test
    void missingTraceIsNamed() {
        String missing = directory.resolve("none.csv").toString();
        assertThat(refused("demo", "--trace", missing, "--format", "azure"))
                .isEqualTo("millrace: trace " + missing
                        + ": no such file (expected: a readable file in the format azure)");
    }

    @Test
    void unknownFormatIsNamed() throws IOException {
        Path trace = Files.writeString(directory.resolve("calls.csv"), "x");
        assertThat(refused("demo", "--trace", trace.toString(), "--format", "csv"))
                .isEqualTo("millrace: trace format: csv (expected: azure, mooncake or servegen)");
    }

    @Test
    void traceWithoutFormatIsRefused() {
        assertThat(refused("demo", "--trace", "calls.csv")).contains("--trace and --format", "(expected: both");
    }

    @Test
    void policyOptionsAreChecked() {
        assertThat(refused("policy", "raise", "acme/daily", "--by", "5", "--until", "tomorrow"))
                .isEqualTo("millrace: --until: tomorrow (expected: an instant such as 2026-12-01T00:00:00Z)");
        assertThat(refused("policy", "put", "acme/daily", "--limit", "5", "--spike", "300"))
                .isEqualTo("millrace: --spike-min: null (expected: an amount, where --spike is given)");
        assertThat(refused("policy", "put", "acme/daily", "--limit", "5", "--addresses", "65"))
                .contains("policy.abuse.addresses.max_addresses: 65 (expected: 1 to 64)");
    }

    @Test
    void speedAndRecordsAreChecked() {
        assertThat(refused("demo", "--speed", "fast")).startsWith("millrace: --speed: fast (expected: max, or");
        assertThat(refused("demo", "--records", "0")).isEqualTo("millrace: --records: 0 (expected: 1 to 1000000000)");
        assertThat(refused("demo", "--records", "many")).contains("--records").contains("many");
    }

    @Test
    void takenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String data = directory.resolve("data").toString();
            assertThat(refused("demo", "--records", "10", "--data", data, "--kafka-port", port))
                    .isEqualTo("millrace: kafka port: " + port + " (expected: a free port on 127.0.0.1)");
        }
    }

    @Test
    void unreadablePriceFileIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("prices.json"), "{ not json");
        assertThat(refused("price", "import", "--format", "litellm", file.toString()))
                .startsWith("millrace: price file " + file + ": not JSON at line 1 (expected: ");
        assertThat(refused("price", "import", "--format", "yaml", file.toString()))
                .isEqualTo("millrace: price format: yaml (expected: millrace, litellm or genai-prices)");
    }

    @Test
    void unknownCommandAndBenchmarkAreNamed() {
        assertThat(refused("dmeo")).contains("dmeo");
        assertThat(refused("bench", "nothing")).startsWith("millrace: benchmark: nothing (expected: one of ");
    }

    @Test
    void reportOptionsAreChecked() {
        assertThat(refused("report", "spend", "--by", "planet"))
                .isEqualTo("millrace: --by: planet (expected: model, workspace, feature or api-key)");
        assertThat(refused("report", "spend", "--from", "yesterday"))
                .startsWith("millrace: --from: yesterday (expected:");
        assertThat(refused("report", "weather")).contains("weather");
    }

    /** Runs a command that must fail with exit code 2, and gives the first line that it printed. */
    private static String refused(String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = Millrace.commandLine().setErr(new PrintWriter(errors, true));
        assertThat(line.execute(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
        return errors.toString().lines().findFirst().orElse("");
    }
}
