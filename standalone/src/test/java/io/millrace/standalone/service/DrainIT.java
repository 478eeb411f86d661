package io.millrace.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.standalone.audit.Audit;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.audit.StoreSums;
import io.millrace.standalone.service.LiveServices.Kind;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each service told to end while calls come in, twice: it ends within the bound, and the sums are exact when all have gone on. */
@Timeout(300)
class DrainIT {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROUNDS = 2;

    @TempDir
    Path directory;

    @Test
    void everyServiceDrainsUnderLoadAndGoesOnWhereItWas() throws Exception {
        try (LiveServices services = LiveServices.in(directory)) {
            try (Publishing publishing = new Publishing(services.endpoints(), LiveServices.TOPICS)) {
                publishing.prices(List.of(UsageLoad.price()));
            }
            for (Kind kind : Kind.values()) {
                services.start(kind);
            }
            int published;
            try (UsageLoad load = UsageLoad.start(services.endpoints())) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (Kind kind : Kind.values()) {
                        services.awaitReady(kind);
                        TimeUnit.SECONDS.sleep(2);
                        drain(services, kind);
                        services.start(kind);
                    }
                }
                load.close();
                published = load.published();
            }
            assertThat(published).isGreaterThan(2_000);
            assertSums(services, published);
            for (Kind kind : Kind.values()) {
                services.awaitReady(kind);
                drain(services, kind);
                assertLog(services.process(kind));
            }
        }
    }

    private static void drain(LiveServices services, Kind kind) throws Exception {
        MainProcess process = services.process(kind);
        long begun = System.nanoTime();
        process.terminate();
        assertThat(process.await()).as("%s: exit code", kind).isZero();
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(taken).as(kind.name()).isLessThan(BOUND);
        assertThat(process.output()).contains("drained").doesNotContain("unfinished");
    }

    private static void assertSums(LiveServices services, int published) {
        try (DatabaseAccess usage = DatabaseAccess.open(services.endpoints(), Login.OWNER);
                BillingAccess billing = BillingAccess.open(services.endpoints(), LiveServices.TOPICS)) {
            StoreSums stores = new StoreSums(usage, billing);
            await().atMost(PATIENCE).until(() -> stores.storedRows() >= published);
            Audit audit = new Audit(new Records(services.endpoints()), LiveServices.TOPICS, stores);
            await().atMost(PATIENCE).until(() -> audit.run().holds());
            assertThat(audit.run().checks()).allMatch(Check::holds);
            assertThat(stores.storedRows()).isEqualTo(published);
        }
    }

    /** One object in each line, and no secret in any. */
    private static void assertLog(MainProcess process) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String output = process.output();
        assertThat(output + process.errors()).doesNotContain(LiveServices.CANARY);
        assertThat(output.lines()).isNotEmpty();
        for (String line : output.lines().toList()) {
            JsonNode entry = json.readTree(line);
            assertThat(entry.path("time").asText()).endsWith("Z");
            assertThat(entry.path("level").asText()).isNotEmpty();
            assertThat(entry.path("service").asText()).isIn("streams", "sinks", "billing", "alerts");
            assertThat(entry.path("message").asText()).isNotEmpty();
        }
    }
}
