package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.millrace.avro.Drawdown;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.serde.RegistryException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryTlsTest {
    @TempDir
    static Path directory;

    private static Certificates server;
    private static Certificates client;
    private static ScriptedRegistry open;
    private static ScriptedRegistry mutual;
    private static ScriptedRegistry misnamed;

    @BeforeAll
    static void start() throws Exception {
        server = Certificates.make(directory, "server", "PKCS12", "ip:127.0.0.1");
        client = Certificates.make(directory, "client", "PKCS12", "dns:client");
        Certificates elsewhere = Certificates.make(directory, "elsewhere", "PKCS12", "dns:elsewhere.example");
        open = https(server, false);
        mutual = https(server, true);
        misnamed = https(elsewhere, false);
        Files.writeString(directory.resolve("elsewhere.trust.pem"), elsewhere.certificatePem());
    }

    @AfterAll
    static void stop() {
        open.close();
        mutual.close();
        misnamed.close();
    }

    @Test
    void storesOfEveryTypeAreTrusted() throws Exception {
        for (String type : new String[] {"JKS", "PKCS12"}) {
            assertThat(registered(
                            open,
                            Map.of(
                                    "schema.registry.ssl.truststore.type",
                                    type,
                                    "schema.registry.ssl.truststore.location",
                                    server.trustStore(type).toString(),
                                    "schema.registry.ssl.truststore.password",
                                    new Password(server.password))))
                    .isEqualTo(7);
        }
    }

    @Test
    void certificatesInPemAreTrustedFromAFileAndFromText() throws Exception {
        Path file = Files.writeString(directory.resolve("server.trust.pem"), "a comment\n" + server.certificatePem());
        assertThat(registered(open, Map.of("ssl.truststore.type", "PEM", "ssl.truststore.location", file.toString())))
                .isEqualTo(7);
        assertThat(registered(open, trust(server))).isEqualTo(7);
    }

    @Test
    void strangersAndWrongNamesAreNotTrusted() throws Exception {
        assertThat(faultAt(open, Map.of())).isEqualTo(Fault.UNAVAILABLE);
        assertThat(faultAt(open, trust(client))).isEqualTo(Fault.UNAVAILABLE);
        assertThat(faultAt(
                        misnamed,
                        Map.of(
                                "ssl.truststore.type",
                                "PEM",
                                "ssl.truststore.location",
                                directory.resolve("elsewhere.trust.pem").toString())))
                .isEqualTo(Fault.UNAVAILABLE);
    }

    @Test
    void serverThatAsksForACertificateIsGivenOne() throws Exception {
        assertThat(faultAt(mutual, trust(server))).isEqualTo(Fault.UNAVAILABLE);
        assertThat(registered(
                        mutual,
                        with(
                                trust(server),
                                Map.of(
                                        "ssl.keystore.type",
                                        "PKCS12",
                                        "ssl.keystore.location",
                                        client.keyStore.toString(),
                                        "ssl.keystore.password",
                                        client.password))))
                .isEqualTo(7);
        assertThat(registered(
                        mutual,
                        with(
                                trust(server),
                                Map.of(
                                        "ssl.keystore.type", "PEM",
                                        "ssl.keystore.key", client.keyPem(),
                                        "ssl.keystore.certificate.chain", client.certificatePem()))))
                .isEqualTo(7);
        assertThat(registered(
                        mutual,
                        with(
                                trust(server),
                                Map.of(
                                        "ssl.keystore.type",
                                        "PEM",
                                        "ssl.keystore.key",
                                        new Password(client.encryptedKeyPem()),
                                        "ssl.key.password",
                                        new Password(client.password),
                                        "ssl.keystore.certificate.chain",
                                        client.certificatePem()))))
                .isEqualTo(7);
    }

    @Test
    void prefixedPropertiesReplaceThoseOfTheBroker() throws Exception {
        Map<String, Object> configs = with(
                trust(client),
                Map.of(
                        "schema.registry.ssl.truststore.type",
                        "PEM",
                        "schema.registry.ssl.truststore.certificates",
                        server.certificatePem()));
        assertThat(registered(open, configs)).isEqualTo(7);
    }

    @Test
    void storesThatCannotBeReadAreToldTogetherWithoutTheirPasswords() {
        assertThatThrownBy(() -> registered(
                        open,
                        Map.of(
                                "ssl.truststore.location",
                                directory.resolve("absent").toString(),
                                "ssl.keystore.location",
                                client.keyStore.toString(),
                                "ssl.keystore.password",
                                "not-" + client.password,
                                "ssl.endpoint.identification.algorithm",
                                "")))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("ssl.truststore: ")
                .hasMessageContaining("ssl.keystore: ")
                .hasMessageContaining("ssl.endpoint.identification.algorithm: ")
                .hasMessageNotContaining(client.password);
    }

    private static Map<String, Object> trust(Certificates trusted) throws Exception {
        return Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", trusted.certificatePem());
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static Fault faultAt(ScriptedRegistry at, Map<String, Object> configs) {
        try {
            registered(at, configs);
        } catch (RegistryException e) {
            return e.fault();
        }
        throw new AssertionError("no fault (expected: one)");
    }

    private static int registered(ScriptedRegistry at, Map<String, Object> configs) {
        Map<String, Object> all =
                with(configs, Map.of("schema.registry.url", "https://" + at.address(), "max.retries", 0));
        return RestSchemaRegistry.of(all).register("subject", AvroCodec.schemaOf(Drawdown.class));
    }

    private static ScriptedRegistry https(Certificates own, boolean clientMustShowOne) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.opened, own.password.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(Pem.trustStore(client.certificatePem()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer https = HttpsServer.create(ScriptedRegistry.loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(clientMustShowOne);
                parameters.setSSLParameters(ssl);
            }
        });
        return ScriptedRegistry.start(https, ScriptedRegistry.always(200, "{\"id\":7}"));
    }
}
