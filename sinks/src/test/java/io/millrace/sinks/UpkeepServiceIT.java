package io.millrace.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.service.Health.Part;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.SystemClock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.testing.Platform;
import io.millrace.sinks.testing.Platforms;
import io.millrace.sinks.testing.TestingDatabases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as its main starts it, with no right but to the two functions. */
class UpkeepServiceIT {
    private static final String KEEPER =
            "do $$ begin create role keeper login in role millrace_upkeep; exception when duplicate_object then end $$";
    private static final String DAYS_AHEAD =
            "select count(*) from pg_inherits where inhparent = 'usage_event'::regclass";

    @TempDir
    Path directory;

    @Test
    void itMakesDaysAheadAndSaysWhenItCannot() throws Exception {
        try (Platforms platforms = new Platforms(directory)) {
            Platform server = platforms.migrated().get(0);
            TestingDatabases.execute(server.database(), KEEPER);
            long before = TestingDatabases.number(server.database(), DAYS_AHEAD);
            Database keeper = TestingDatabases.as("keeper", server.database());
            UpkeepService service = start(keeper);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> page(service).contains("{work=\"maintenance\"} 1"));
                assertThat(service.parts()).allMatch(Part::ready);
                assertThat(TestingDatabases.number(server.database(), DAYS_AHEAD))
                        .isGreaterThan(before);
            } finally {
                service.drain().forEach(step -> step.work().run());
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaidAndWaitedFor() {
        UpkeepService service = start(new Database(
                "jdbc:postgresql://127.0.0.1:1/millrace", "keeper", new io.millrace.schemas.config.Secret("")));
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.parts().stream().noneMatch(Part::ready));
            assertThat(service.isLive()).isTrue();
            assertThat(service.parts())
                    .extracting(Part::name)
                    .containsExactly("database", "maintenance", "model-minutes");
        } finally {
            service.drain().forEach(step -> step.work().run());
        }
    }

    private static UpkeepService start(Database database) {
        ServiceSettings settings = ServiceSettings.read(new ConfigReader(Map.of("http.port", "0")));
        return UpkeepService.start(database, settings, new SystemClock());
    }

    private static String page(UpkeepService service) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + service.address() + "/metrics"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
