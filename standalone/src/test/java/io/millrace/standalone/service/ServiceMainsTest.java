package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.app.BillingMain;
import io.millrace.sinks.SinksMain;
import io.millrace.sinks.UsageJobMain;
import io.millrace.streams.StreamsMain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every main does with its settings, seen from outside. */
class ServiceMainsTest {
    private static final String CANARY = "canary-4711";

    @TempDir
    Path directory;

    @Test
    void streamsTellAllProblemsAtOnceWithoutAStackTrace() throws Exception {
        Map<String, String> environment =
                Map.of("MILLRACE_STREAMS_THREADS", "many", "MILLRACE_STREAMS_STATE_DIRR", "x");
        try (MainProcess main = MainProcess.start(directory, StreamsMain.class, environment)) {
            assertThat(main.await()).isEqualTo(1);
            assertThat(main.errors())
                    .contains(
                            "bootstrap.servers: missing",
                            "threads: many (expected: 1 to 64)",
                            "setting: state.dirr (expected: a known one, such as state.dir)")
                    .doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void billingPrintsItsSettingsWithoutItsSecrets() throws Exception {
        Path password = Files.writeString(directory.resolve("password"), CANARY + "\n");
        Path file = Files.writeString(directory.resolve("billing.properties"), """
                bootstrap.servers=localhost:9092
                schema.registry.url=http://localhost:8081
                jdbc.url=jdbc:postgresql://localhost/millrace?user=x&password=%s
                jdbc.user=billing_service
                stripe.api.key=sk_test_%s
                """.formatted(CANARY, CANARY));
        Map<String, String> environment = Map.of(
                "MILLRACE_BILLING_JDBC_PASSWORD_FILE",
                password.toString(),
                "STRIPE_API_BASE",
                "http://localhost:12111",
                "MILLRACE_BILLING_STRIPE_WEBHOOK_SECRET",
                CANARY);
        try (MainProcess main =
                MainProcess.start(directory, BillingMain.class, environment, file.toString(), "--print-config")) {
            assertThat(main.await()).isZero();
            assertThat(main.output() + main.errors()).doesNotContain(CANARY);
            assertThat(main.output())
                    .contains(
                            "jdbc.password=[redacted]\t# variable MILLRACE_BILLING_JDBC_PASSWORD_FILE",
                            "stripe.api.base=http://localhost:12111\t# variable STRIPE_API_BASE",
                            "stripe.api.key=[redacted]\t# file " + file,
                            "drain.timeout.ms=20000\t# default");
            assertThat(main.output().lines().map(line -> line.substring(0, line.indexOf('='))))
                    .isSorted();
        }
    }

    @Test
    void sinksHelpNamesTheirKeys() throws Exception {
        try (MainProcess main = MainProcess.start(directory, SinksMain.class, Map.of(), "--help")) {
            assertThat(main.await()).isZero();
            assertThat(main.output())
                    .contains("sinks.batch.rows", "1 to 100000; default 30000", "database.password.file; required");
        }
    }

    @Test
    void theJobPrintsItsSettingsAndRunsNothing() throws Exception {
        String[] arguments = {"--print-config", "--database.password=" + CANARY};
        try (MainProcess main = MainProcess.start(directory, UsageJobMain.class, Map.of(), arguments)) {
            assertThat(main.await()).isZero();
            assertThat(main.output()).contains("database.password=[redacted]").doesNotContain(CANARY);
        }
    }
}
