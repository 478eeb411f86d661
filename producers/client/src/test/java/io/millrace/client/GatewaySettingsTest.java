package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.pseudonym.PseudonymKey;
import io.millrace.client.pseudonym.PseudonymKeyRing;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
    private static final String CLIENT = """
            bootstrap.servers = kafka:9092
            schema.registry.url = http://registry:8081
            gateway.id = gateway-1
            kafka.security.protocol = SSL
            """;
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[16]);

    @Test
    void oneFileHoldsTheSettingsOfTheClientAndTheKeysOfPseudonyms() throws IOException {
        Map<String, String> client = texts(CLIENT);
        Map<String, String> pseudonyms = texts("pseudonym.keys = k1:" + KEY + "\npseudonym.current = k1\n");
        Map<String, String> both = new HashMap<>(client);
        both.putAll(pseudonyms);

        GatewaySettings settings = GatewaySettings.from(both);

        assertThat(settings.client()).isEqualTo(ClientSettings.from(client));
        assertThat(Objects.requireNonNull(settings.pseudonyms()).keys())
                .extracting(PseudonymKey::id)
                .containsExactly("k1");
        assertThat(settings.toString())
                .contains("gateway-1", "PseudonymKeyRing[k1]")
                .doesNotContain(KEY);
    }

    @Test
    void fileWithoutPseudonymsHasNone() throws IOException {
        assertThat(GatewaySettings.from(texts(CLIENT)).pseudonyms()).isNull();
    }

    @Test
    void problemsOfBothAreReportedAtOnceAndEachOnOneLine() throws IOException {
        Map<String, String> wrong =
                texts(CLIENT + "publish.backpressure = SPOOL\npseudonym.current = k1\n" + "pseudonym.kyes = k1:" + KEY
                        + "\npseudonyms.keys = k1\nverdict.onstale = FAIL_OPEN\nshoe.size = 46\n");

        assertThatThrownBy(() -> GatewaySettings.from(wrong))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        problem -> assertThat(problem.kind()).isEqualTo(ErrorKind.USER))
                .satisfies(problem -> assertThat(
                                String.valueOf(problem.getMessage()).lines())
                        .hasSize(7)
                        .startsWith(
                                "spool.directory: null (expected: a directory when publish.backpressure is SPOOL)",
                                "pseudonym.keys: missing (expected: a secret, or pseudonym.keys.file)",
                                "pseudonym.current: no key's id (expected: one of [])",
                                "setting: pseudonym.kyes (expected: a known one, such as pseudonym.keys)",
                                "setting: pseudonyms.keys (expected: a known one, such as pseudonym.keys)")
                        .anyMatch(line -> line.startsWith("setting: shoe.size (expected: a known one, such as "))
                        .contains("setting: verdict.onstale (expected: a known one, such as verdict.on.stale)"))
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain(KEY));
    }

    @Test
    void misspeltPrefixIsNotTakenForAFileWithoutPseudonyms() throws IOException {
        Map<String, String> wrong = texts(CLIENT + "psuedonym.keys = k1:" + KEY + "\n");
        assertThatThrownBy(() -> GatewaySettings.from(wrong))
                .hasMessage("setting: psuedonym.keys (expected: a known one, such as pseudonym.keys)");
    }

    /** Whoever reads only one of them has a file of its own, in which the other's keys are strangers. */
    @Test
    void readersOfOnePartStillRefuseTheOther() throws IOException {
        Map<String, String> client = texts(CLIENT + "pseudonym.current = k1\n");
        assertThatThrownBy(() -> ClientSettings.from(client)).hasMessageContaining("setting: pseudonym.current");
        assertThatThrownBy(() -> PseudonymKeyRing.from(client)).hasMessageContaining("setting: gateway.id");
    }

    private static Map<String, String> texts(String file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(file));
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
