package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.avro.Drawdown;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryCredentialsTest {
    private static final String WORD = "pass".concat("-wörd");

    @Test
    void userInfoIsSentWithTheFirstRequest() {
        assertThat(sent("", Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "me:" + WORD)))
                .isEqualTo(basic("me:" + WORD));
    }

    @Test
    void userInfoOfTheUrlIsSentByDefault() {
        assertThat(sent("me:word@", Map.of())).isEqualTo(basic("me:word"));
    }

    @Test
    void userInfoWithoutASourceIsTakenBeforeTheUrls() {
        assertThat(sent("other:word@", Map.of("schema.registry.basic.auth.user.info", "me:" + WORD)))
                .isEqualTo(basic("me:" + WORD));
    }

    @Test
    void nothingIsSentWithoutCredentials() {
        assertThat(sent("", Map.of())).isNull();
    }

    @Test
    void credentialsAreInNoTraceOfARefusal() {
        try (ScriptedRegistry server =
                ScriptedRegistry.start(ScriptedRegistry.always(401, "{\"error_code\":40101,\"message\":\"no\"}"))) {
            RestSchemaRegistry registry = RestSchemaRegistry.of(
                    Map.of("schema.registry.url", "http://me:word-1@" + server.address(), "max.retries", "0"));
            Throwable refused = catchThrowable(() -> registry.byId(1));
            server.close();
            Throwable away = catchThrowable(() -> registry.byId(2));
            assertThat(trace(refused) + trace(away))
                    .contains("401", "no answer from", server.address())
                    .doesNotContain("word-1");
        }
    }

    private static @Nullable String sent(String urlUserInfo, Map<String, String> more) {
        try (ScriptedRegistry server = ScriptedRegistry.start(ScriptedRegistry.always(200, "{\"id\":1}"))) {
            Map<String, Object> configs = new HashMap<>(more);
            configs.put("schema.registry.url", "http://" + urlUserInfo + server.address());
            RestSchemaRegistry.of(configs).register("subject", AvroCodec.schemaOf(Drawdown.class));
            assertThat(server.asked()).hasSize(1);
            return server.asked().get(0).authorization();
        }
    }

    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
