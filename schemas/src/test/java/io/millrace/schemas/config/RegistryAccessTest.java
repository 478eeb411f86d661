package io.millrace.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RegistryAccessTest {
    private static final String PREFIX = "schema.registry.";

    @Test
    void plainUrlNeedsNothingElse() {
        assertThat(read(Map.of(PREFIX + "url", "http://r:8081"))).isEqualTo(RegistryAccess.at("http://r:8081"));
    }

    @Test
    void passwordTravelsByConfluentsName() {
        RegistryAccess access =
                read(Map.of(PREFIX + "url", "https://a, https://b", PREFIX + "basic.auth.user.info", "me:word"));

        assertThat(access.properties())
                .isEqualTo(Map.of(PREFIX + "url", "https://a, https://b", PREFIX + "basic.auth.user.info", "me:word"));
    }

    @Test
    void passwordIsNotSentInTheClear() {
        assertThatThrownBy(() ->
                        read(Map.of(PREFIX + "url", "https://a,http://b", PREFIX + "basic.auth.user.info", "me:word")))
                .hasMessage(
                        "schema.registry.url: not https (expected: https where a certificate or a password is given)");
    }

    @Test
    void userWithoutPasswordIsRefusedUnseen() {
        assertThatThrownBy(() -> read(Map.of(PREFIX + "url", "https://a", PREFIX + "basic.auth.user.info", "word")))
                .hasMessage("schema.registry.basic.auth.user.info: [redacted] (expected: user:password)");
    }

    @Test
    void noPasswordOfAUrlIsPrinted() {
        assertThat(RegistryAccess.at("https://me:word@a:1, http://you:sign@b/x"))
                .hasToString("RegistryAccess[url=https://[redacted]@a:1, http://[redacted]@b/x, truststore=null,"
                        + " keystore=null, userInfo=null]");
    }

    private static RegistryAccess read(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        RegistryAccess access = RegistryAccess.read(reader, PREFIX);
        reader.finish();
        return access;
    }
}
