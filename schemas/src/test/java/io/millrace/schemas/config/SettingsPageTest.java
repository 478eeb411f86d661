package io.millrace.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPageTest {
    private static ConfigReader reader(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        reader.text("url", null);
        reader.integer("threads", 4, 1, 64);
        reader.text("name", "");
        reader.secret("password");
        reader.optionalSecret("other");
        return reader;
    }

    @Test
    void whatIsInForceIsSortedAndSaysWhereItIsFrom() {
        assertThat(SettingsPage.inForce(
                        reader(Map.of("url", " u ", "password", "canary")).settings()))
                .isEqualTo("""
                        name=\t# default
                        other=\t# default
                        password=[redacted]\t# given
                        threads=4\t# default
                        url=u\t# given
                        """);
    }

    @Test
    void noSecretIsOnThePage(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "canary");
        for (String url : List.of(
                "jdbc:postgresql://db/m?user=u&password=canary&ssl=true",
                "http://someone:canary@registry:8081",
                "jdbc:postgresql://db/m?PASSWORD=canary")) {
            String page =
                    SettingsPage.inForce(reader(Map.of("url", url, "password", "canary", "other.file", file.toString()))
                            .settings());
            assertThat(page).doesNotContain("canary").contains("[redacted]");
        }
        assertThat(SettingsPage.inForce(
                        reader(Map.of("url", "http://registry:8081/a@b")).settings()))
                .contains("url=http://registry:8081/a@b\t");
    }

    @Test
    void whatIsKnownHasItsRuleAndItsDefault() {
        assertThat(SettingsPage.known(reader(Map.of()).settings())).isEqualTo("""
                  name      a text; no default
                  other     a secret, or other.file; no default
                  password  a secret, or password.file; required
                  threads   1 to 64; default 4
                  url       a text; required
                """);
    }
}
