package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.http.ServerTls;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryGuard;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.registry.WriteRule;
import io.millrace.embedded.tls.Identity;
import io.millrace.embedded.tls.LocalAuthority;
import io.millrace.embedded.tls.PemContext;
import io.millrace.embedded.tls.Validity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecureServersIT {
    private static final List<String> HERE = List.of("dns:localhost", "ip:127.0.0.1");
    private static final Map<String, String> PASSWORDS = List.of("admin", "writer", "stranger", "registry").stream()
            .collect(Collectors.toMap(name -> name, name -> UUID.randomUUID().toString()));

    @TempDir
    private static Path directory;

    private static LocalAuthority authority;
    private static BrokerSecurity security;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        authority = LocalAuthority.in(directory.resolve("tls"));
        security = new BrokerSecurity(
                authority.identity("kafka", HERE), authority.certificate(), PASSWORDS, Set.of("admin", "registry"));
        kafka = EmbeddedKafka.start(options());
        try (Admin admin = Admin.create(password("admin"))) {
            admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1)))
                    .all()
                    .get();
            admin.createAcls(List.of(allowed("writer"))).all().get();
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void userWritesWhereAnAclAllowsAndNobodyElseDoes() throws Exception {
        send(password("writer"));
        assertThatThrownBy(() -> send(password("stranger"))).hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void certificatesNameIsTheUser() throws Exception {
        send(certificate(authority.identity("writer", List.of())));
        assertThatThrownBy(() -> send(certificate(authority.identity("stranger", List.of()))))
                .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void wrongPasswordIsRefused() {
        Map<String, Object> wrong = new HashMap<>(password("writer"));
        wrong.putAll(login("writer", "wrong"));
        assertThatThrownBy(() -> send(wrong)).hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void foreignAndEndedCertificatesAreRefused() {
        Identity ended = authority.identity("ended", List.of(), Validity.ENDED);
        Identity foreign = LocalAuthority.in(directory.resolve("foreign")).identity("writer", List.of());
        for (Identity identity : List.of(ended, foreign)) {
            assertThatThrownBy(() -> send(certificate(identity)))
                    .as(identity.pem().toString())
                    .satisfies(thrown -> assertThat(causes(thrown)).contains(SslAuthenticationException.class));
        }
    }

    @Test
    void clientWithoutEncryptionGetsNowhere() {
        assertThatThrownBy(() -> send(Map.of("bootstrap.servers", kafka.bootstrapServers())))
                .hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void securityOutlivesARestart() throws Exception {
        kafka.close();
        kafka = EmbeddedKafka.start(options());

        send(password("writer"));
        assertThatThrownBy(() -> send(password("stranger"))).hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void registryIsReachedByTlsAndPassword() throws Exception {
        String user = "me:" + PASSWORDS.get("registry");
        ServerTls tls = new ServerTls(authority.identity("schemas", HERE), authority.certificate(), true);
        Map<String, String> client = new HashMap<>();
        password("registry").forEach((key, value) -> client.put(key, value.toString()));
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(
                new RegistryOptions(kafka.bootstrapServers(), 0), new RegistryGuard(client, tls, user))) {
            HttpClient known = http(authority.identity("asks", List.of()));
            HttpClient unknown =
                    http(LocalAuthority.in(directory.resolve("foreign")).identity("asks", List.of()));

            assertThat(registry.url()).startsWith("https://127.0.0.1:");
            assertThat(status(known, registry, user)).isEqualTo(200);
            assertThat(status(known, registry, "me:wrong")).isEqualTo(401);
            assertThatThrownBy(() -> status(unknown, registry, user)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoMayNotWriteToTheRegistryReadsItAndGetsTheIdsThatAreThere() throws Exception {
        ServerTls tls = new ServerTls(authority.identity("schemas", HERE), authority.certificate(), true);
        Map<String, String> client = new HashMap<>();
        password("registry").forEach((key, value) -> client.put(key, value.toString()));
        WriteRule rule = new WriteRule(Set.of("sets-up"));
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(
                new RegistryOptions(kafka.bootstrapServers(), 0), new RegistryGuard(client, tls, null, rule))) {
            HttpClient writer = http(authority.identity("sets-up", List.of()));
            HttpClient reader = http(authority.identity("streams", List.of()));
            String versions = registry.url() + "/subjects/mine-value/versions";
            String one = "{\"schema\":\"\\\"string\\\"\"}";
            String two = "{\"schema\":\"\\\"long\\\"\"}";

            assertThat(call(reader, "POST", versions, one)).startsWith("403 ").contains("User streams may not write");
            String registered = call(writer, "POST", versions, one);
            assertThat(registered).startsWith("200 ");
            // A serializer that registers what is there already, as it does by default, gets on.
            assertThat(call(reader, "POST", versions, one))
                    .startsWith("200 ")
                    .contains(registered.substring(registered.indexOf("\"id\""), registered.length() - 1));
            assertThat(call(reader, "POST", versions, two)).startsWith("403 ");
            assertThat(call(reader, "GET", versions, "")).isEqualTo("200 [1]");
            assertThat(call(reader, "POST", registry.url() + "/subjects/mine-value", one))
                    .startsWith("200 ");
            assertThat(call(reader, "POST", registry.url() + "/compatibility/subjects/mine-value/versions/1", two))
                    .startsWith("200 ");
            for (String path : List.of("/config", "/config/mine-value", "/mode")) {
                String body = path.equals("/mode") ? "{\"mode\":\"READONLY\"}" : "{\"compatibility\":\"NONE\"}";
                assertThat(call(reader, "PUT", registry.url() + path, body))
                        .as(path)
                        .startsWith("403 ");
            }
            assertThat(call(reader, "DELETE", versions + "/1", "")).startsWith("403 ");
            assertThat(call(reader, "DELETE", registry.url() + "/subjects/mine-value", ""))
                    .startsWith("403 ");
            assertThat(call(writer, "PUT", registry.url() + "/config/mine-value", "{\"compatibility\":\"NONE\"}"))
                    .startsWith("200 ");
            assertThat(call(writer, "DELETE", versions + "/1", "")).isEqualTo("200 1");
        }
    }

    /** Status and body. */
    private static String call(HttpClient client, String method, String url, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static KafkaOptions options() {
        return new KafkaOptions(directory.resolve("kafka"), 0, security);
    }

    private static HttpClient http(Identity identity) {
        return HttpClient.newBuilder()
                .sslContext(PemContext.of(identity, authority.certificate()))
                .build();
    }

    private static int status(HttpClient client, EmbeddedRegistry registry, String user) throws Exception {
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects"))
                .header("Authorization", "Basic " + basic)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static Map<String, Object> password(String user) {
        Map<String, Object> properties = new HashMap<>(login(user, Objects.requireNonNull(PASSWORDS.get(user))));
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", authority.certificate().toString());
        return properties;
    }

    private static Map<String, String> login(String user, String word) {
        return Map.of(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + word + "\";");
    }

    private static Map<String, Object> certificate(Identity identity) {
        return Map.of(
                "bootstrap.servers",
                kafka.certificateServers(),
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                identity.pem().toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                authority.certificate().toString());
    }

    private static AclBinding allowed(String user) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "mine", PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW));
    }

    private static void send(Map<String, Object> client) throws ExecutionException, InterruptedException {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("max.block.ms", 5_000);
        properties.put("request.timeout.ms", 4_000);
        properties.put("delivery.timeout.ms", 5_000);
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("mine", "value")).get();
        }
    }

    private static List<Class<?>> causes(Throwable thrown) {
        return Stream.<Throwable>iterate(thrown, cause -> cause != null, Throwable::getCause)
                .<Class<?>>map(Object::getClass)
                .toList();
    }
}
