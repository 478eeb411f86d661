package io.millrace.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {
    private static final List<Variables> VARIABLES = List.of(Variables.withPrefix("MILLRACE_X_"));

    @TempDir
    Path directory;

    private static ConfigReader read(List<String> arguments, Map<String, String> environment) {
        return SettingsSource.read(VARIABLES, arguments, environment);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void argumentGoesBeforeEnvironmentAndEnvironmentBeforeFile() throws IOException {
        String file = file("x.properties", "a.one=file\nb=file\nc=file\n");
        ConfigReader reader = read(
                List.of("--c=argument=1", file),
                Map.of("MILLRACE_X_B", "variable", "MILLRACE_X_C", "variable", "B", "x"));
        assertThat(reader.text("a.one", null)).isEqualTo("file");
        assertThat(reader.text("b", null)).isEqualTo("variable");
        assertThat(reader.text("c", null)).isEqualTo("argument=1");
        assertThat(reader.settings())
                .extracting(Setting::origin)
                .containsExactly("file " + file, "variable MILLRACE_X_B", "argument");
        reader.finish();
    }

    @Test
    void aSecretIsTheFirstLineOfItsFile() throws IOException {
        for (String text : List.of("canary", "canary\n", "canary\r\n", "canary\nsecond line\n", " canary \n")) {
            String file = file("secret", text);
            ConfigReader reader = read(List.of(), Map.of("MILLRACE_X_PASSWORD_FILE", file));
            assertThat(reader.secret("password").reveal()).isEqualTo("canary");
            reader.finish();
        }
    }

    @Test
    void aSecretFileThatIsMissingOrEmptyIsNamed() throws IOException {
        for (String file : List.of(file("empty", ""), file("blank", "\nsecond"), directory + "/missing")) {
            ConfigReader reader = read(List.of("--password.file=" + file), Map.of());
            reader.secret("password");
            assertThatThrownBy(reader::finish)
                    .hasMessageStartingWith("password.file: ")
                    .hasMessageEndingWith(" (expected: a file whose first line is the secret)")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aSecretInPlaceOfItsFileIsNotRepeated() {
        for (String arguments : List.of("--password.file=canary", "--password.file=canary --password=x")) {
            ConfigReader reader = read(List.of(arguments.split(" ", -1)), Map.of());
            reader.secret("password");
            assertThatThrownBy(reader::finish)
                    .hasMessageStartingWith("password.file: [redacted] (expected: ")
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void aSecretThatComesLaterGoesOverItsFileAndTheOtherWayRound() throws IOException {
        String secret = file("secret", "of the file\n");
        ConfigReader plain = read(
                List.of(file("x.properties", "password.file=" + secret)), Map.of("MILLRACE_X_PASSWORD", "variable"));
        assertThat(plain.secret("password").reveal()).isEqualTo("variable");
        plain.finish();
        ConfigReader filed =
                read(List.of(file("y.properties", "password=plain")), Map.of("MILLRACE_X_PASSWORD_FILE", secret));
        assertThat(filed.secret("password").reveal()).isEqualTo("of the file");
        filed.finish();
        ConfigReader both = read(List.of("--password=canary", "--password.file=" + secret), Map.of());
        both.secret("password");
        assertThatThrownBy(both::finish)
                .hasMessage("password.file: " + secret + " (expected: not beside password)")
                .hasMessageNotContaining("canary");
    }

    @Test
    void whatCannotBeReadIsAProblemAmongTheOthers() {
        ConfigReader reader = read(List.of("--a", "nowhere"), Map.of("MILLRACE_X_PASSWOR", "canary"));
        reader.secret("password");
        assertThatThrownBy(reader::finish).hasMessage("""
                        settings file: nowhere (expected: a file of key=value lines that can be read)
                        argument: --a (expected: --key=value, or a settings file)
                        password: missing (expected: a secret, or password.file)
                        setting: passwor (expected: a known one, such as password)""");
        assertThatThrownBy(read(List.of("one", "two"), Map.of())::finish)
                .hasMessage("arguments without dashes: 2 (expected: one settings file at most)");
    }

    @Test
    void aSecretThatNeedNotBeGivenIsEmpty() {
        ConfigReader reader = read(List.of(), Map.of());
        assertThat(reader.optionalSecret("password")).isEmpty();
        assertThat(reader.given("password")).isFalse();
        reader.finish();
    }
}
