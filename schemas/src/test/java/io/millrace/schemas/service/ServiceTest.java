package io.millrace.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.service.Service.Begin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private record Settings(String name, Secret password, int threads) {
        static Settings read(ConfigReader reader) {
            String name = reader.text("name", null);
            Secret password = reader.secret("password");
            int threads = reader.integer("threads", 2, 1, 8);
            reader.finish();
            return new Settings(name, password, threads);
        }
    }

    private final Service<Settings> service = Service.named("example", Settings::read);

    @Test
    void settingsAreReadFromVariablesOfTheService() {
        Begin<Settings> begin = service.begin(
                List.of("--threads=3"),
                Map.of(
                        "MILLRACE_EXAMPLE_NAME", "n",
                        "MILLRACE_EXAMPLE_PASSWORD", "canary",
                        "MILLRACE_EXAMPLE_HTTP_PORT", "0",
                        "MILLRACE_EXAMPLE_DRAIN_TIMEOUT_MS", "1500",
                        "MILLRACE_OTHER_NAME", "o"));
        assertThat(begin).isInstanceOfSatisfying(Begin.Configured.class, configured -> {
            assertThat(configured.settings()).isEqualTo(new Settings("n", new Secret("canary"), 3));
            assertThat(configured.service().http()).isEqualTo(HttpSettings.onLoopback(0));
            assertThat(configured.service().drainTimeout()).hasMillis(1_500);
        });
    }

    @Test
    void everyProblemIsSaidAtOnceThoseOfTheServiceToo() {
        assertThat(service.begin(List.of("--threads=9", "--http.port=-7", "--nam=x"), Map.of()))
                .isInstanceOfSatisfying(Begin.Said.class, said -> {
                    assertThat(said.text()).isEmpty();
                    assertThat(said.problems().lines())
                            .containsExactly(
                                    "http.port: -7 (expected: -1 to 65535)",
                                    "name: missing (expected: a text)",
                                    "password: missing (expected: a secret, or password.file)",
                                    "threads: 9 (expected: 1 to 8)",
                                    "setting: nam (expected: a known one, such as name)");
                });
    }

    @Test
    void printedSettingsAreWholeAndHaveNoSecret() {
        assertThat(service.begin(List.of("--print-config", "--name=n", "--password=canary"), Map.of()))
                .isInstanceOfSatisfying(Begin.Said.class, said -> {
                    assertThat(said.problems()).isEmpty();
                    assertThat(said.text())
                            .contains("drain.timeout.ms=20000\t# default", "name=n\t# argument", "password=[redacted]")
                            .doesNotContain("canary");
                });
        assertThat(service.begin(List.of("--print-config"), Map.of()))
                .isInstanceOfSatisfying(
                        Begin.Said.class, said -> assertThat(said.problems()).contains("name: missing"));
    }

    @Test
    void helpNamesEveryKeyAndNeedsNone() {
        assertThat(service.begin(List.of("--help"), Map.of())).isInstanceOfSatisfying(Begin.Said.class, said -> {
            assertThat(said.problems()).isEmpty();
            assertThat(said.text())
                    .contains("MILLRACE_EXAMPLE_HTTP_PORT")
                    .containsPattern("drain.timeout.ms +1000 to 600000; default 20000")
                    .containsPattern("name +a text; required");
        });
    }
}
