package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SerdeConfigTest {
    private static final String URL = "http://registry.example:8081";
    /** Made here, so that no secret is in the tree. */
    private static final String WORD = "pass".concat("-w0rd");

    @Test
    void defaultsAreConfluentsButForShorterTimeouts() {
        SerdeSettings settings = SerdeConfig.read(Map.of(SerdeConfig.REGISTRY_URL, URL));
        assertThat(settings.autoRegister()).isTrue();
        assertThat(settings.specificReader()).isFalse();
        assertThat(settings.registry().retries())
                .isEqualTo(new RetryRule(3, Duration.ofSeconds(1), Duration.ofSeconds(20)));
        assertThat(settings.registry().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.registry().readTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.registry().tls()).isNull();
    }

    @Test
    void urlsComeAsAListOrWithCommas() {
        List<String> urls = List.of("http://one:1", "https://two/base");
        assertThat(bases(urls)).isEqualTo(urls);
        assertThat(bases("http://one:1/ , https://two/base/,")).isEqualTo(urls);
    }

    @Test
    void propertiesOfAWholeKafkaClientAreTolerated() {
        Map<String, Object> configs = new HashMap<>();
        configs.put(SerdeConfig.REGISTRY_URL, URL);
        configs.put("bootstrap.servers", List.of("localhost:9092"));
        configs.put("max.poll.records", 17);
        configs.put("value.deserializer", MillraceAvroDeserializer.class);
        configs.put("ssl.truststore.location", "/nowhere");
        configs.put("ssl.keystore.password", new Password(WORD));
        configs.put("ssl.engine.factory.class", null);
        configs.put("value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy");
        configs.put("use.latest.version", false);
        configs.put("latest.cache.size", 1000);
        assertThat(SerdeConfig.read(configs).registry().tls()).isNull();
    }

    @Test
    void namesWithThePrefixWin() {
        SerdeSettings settings = SerdeConfig.read(
                Map.of(SerdeConfig.REGISTRY_URL, URL, "max.retries", "1", "schema.registry.max.retries", "2"));
        assertThat(settings.registry().retries().retries()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "use.latest.version, true",
        "value.subject.name.strategy, io.confluent.kafka.serializers.subject.RecordNameStrategy",
        "key.subject.name.strategy, io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
        "context.name.strategy, com.example.Contexts",
        "normalize.schemas, true",
        "use.schema.id, 5",
        "avro.remove.java.properties, true",
        "bearer.auth.credentials.source, STATIC_TOKEN",
        "schema.registry.bearer.auth.client.id, me",
        "request.header.x-tenant, a",
        "proxy.host, proxy.example",
        "basic.auth.credentials.source, SASL_INHERIT",
        "auto.register.schemas, yes",
        "max.retries, -1",
        "http.read.timeout.ms, 0"
    })
    void whatWeDoNotServeIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> SerdeConfig.read(Map.of(SerdeConfig.REGISTRY_URL, URL, key, value)))
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith(key + ": ");
    }

    @Test
    void unknownNameUnderOurPrefixIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> SerdeConfig.read(Map.of(SerdeConfig.REGISTRY_URL, URL, "schema.registry.urls", URL)))
                .hasMessage("setting: schema.registry.urls (expected: a known one, such as schema.registry.url)");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThatThrownBy(() -> SerdeConfig.read(
                        Map.of("use.latest.version", "true", "max.retries", "many", "schema.registry.max.retrys", "1")))
                .hasMessageContaining("schema.registry.url: missing")
                .hasMessageContaining("use.latest.version: set (expected: false, we serve no other)")
                .hasMessageContaining("max.retries: many (expected: 0 to 100)")
                .hasMessageContaining("schema.registry.max.retrys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "registry:8081", "ftp://registry", "http://", "http://a b", "http://h?q=1"})
    void urlsThatAreNoneAreRefused(String urls) {
        assertThatThrownBy(() -> SerdeConfig.read(Map.of(SerdeConfig.REGISTRY_URL, urls)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("schema.registry.url: ");
    }

    @Test
    void noSecretIsPrinted() {
        String withPassword = "http://user:" + WORD + "@registry.example:8081";
        Map<String, Object> good = Map.of(
                SerdeConfig.REGISTRY_URL,
                withPassword,
                "schema.registry.ssl.key.password",
                new Password(WORD),
                "schema.registry.basic.auth.user.info",
                "u:" + WORD,
                "basic.auth.credentials.source",
                "URL");
        assertThat(SerdeConfig.read(good).toString()).doesNotContain(WORD).contains("http://registry.example:8081");
        assertThat(RestSchemaRegistry.of(good).toString()).doesNotContain(WORD);
        for (String key : List.of("basic.auth.user.info", "bearer.auth.token", SerdeConfig.REGISTRY_URL)) {
            Map<String, Object> bad = new HashMap<>(good);
            bad.put("basic.auth.credentials.source", "USER_INFO");
            bad.put("schema.registry.basic.auth.user.info", WORD);
            bad.put(key, key.equals(SerdeConfig.REGISTRY_URL) ? "http://user:" + WORD + "@regi stry" : WORD);
            assertThatThrownBy(() -> SerdeConfig.read(bad))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageNotContaining(WORD)
                    .hasMessageContaining(key);
        }
    }

    private static List<String> bases(Object urls) {
        return SerdeConfig.read(Map.of(SerdeConfig.REGISTRY_URL, urls)).registry().endpoints().stream()
                .map(Endpoint::base)
                .toList();
    }
}
