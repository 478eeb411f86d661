package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.testing.TestDatabase;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails half way lets go of what was opened before. */
final class BillingAppStartIT {
    private static final List<Secret> PEPPERS = List.of(new Secret("a pepper that only tests ever have"));

    @TempDir
    private static Path directory;

    @Test
    void whatWasOpenedIsClosedWhenALaterPartFails() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TestDatabase database = TestDatabase.start(directory)) {
            BillingSettings settings = BillingSettings.of(
                            "no broker",
                            "http://127.0.0.1:9",
                            database.freshUrl(),
                            database.user(),
                            new Secret(""),
                            new Secret("sk_test_1"),
                            "http://127.0.0.1:9")
                    .serving(new ApiSettings(ApiSettings.LOOPBACK, port, PEPPERS, 1));
            assertThatThrownBy(() -> BillingApp.start(settings, Topics.of(1), new SystemClock()))
                    .hasStackTraceContaining("bootstrap.servers");
            try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(again.isBound()).as("the port of the API is free").isTrue();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("billing-"));
        }
    }
}
