package io.millrace.schemas.serde;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * How TLS connections to the registry are made, by Kafka's property names. Host names are always verified.
 *
 * @param protocols enabled ones; empty for the JVM's own
 * @param cipherSuites enabled ones; empty for the JVM's own
 */
record Tls(SSLContext context, List<String> protocols, List<String> cipherSuites) {
    static final String PREFIX = "ssl.";

    static final List<String> NAMES = List.of(
            SslConfigs.SSL_PROTOCOL_CONFIG,
            SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG,
            SslConfigs.SSL_CIPHER_SUITES_CONFIG,
            SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG,
            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
            SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG,
            SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
            SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
            SslConfigs.SSL_KEY_PASSWORD_CONFIG);

    private static final String UNKNOWN_CODE = "CONFIGURATION";

    /**
     * Looks at every name; opens files only where TLS is used.
     *
     * @return null without TLS, and where a problem was added to the reader
     */
    static @Nullable Tls read(ConfigReader reader, boolean used) {
        String algorithm = reader.text(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
        String protocol = reader.text(SslConfigs.SSL_PROTOCOL_CONFIG, "TLS");
        List<String> protocols = list(reader.text(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, ""));
        List<String> suites = list(reader.text(SslConfigs.SSL_CIPHER_SUITES_CONFIG, ""));
        KeyMaterial material = KeyMaterial.read(reader);
        if (!used) {
            return null;
        }
        if (!algorithm.equalsIgnoreCase("https")) {
            reader.problem(Expected.message(
                    SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG,
                    algorithm,
                    "https: names of hosts are verified"));
        }
        TrustManager @Nullable [] trust = material.trustManagers(reader);
        KeyManager @Nullable [] keys = material.keyManagers(reader);
        try {
            SSLContext context = SSLContext.getInstance(protocol);
            context.init(keys, trust, null);
            return new Tls(context, protocols, suites);
        } catch (GeneralSecurityException e) {
            throw new MillraceException(
                    ErrorKind.USER,
                    UNKNOWN_CODE,
                    Expected.message(
                            SslConfigs.SSL_PROTOCOL_CONFIG, protocol, "a protocol of this JVM, such as TLSv1.3"),
                    e);
        }
    }

    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        return parameters;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
