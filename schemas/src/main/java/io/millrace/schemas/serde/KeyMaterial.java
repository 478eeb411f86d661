package io.millrace.schemas.serde;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** Whom we trust and who we are: two stores, each a JKS or PKCS12 file, a PEM file, or PEM text. */
record KeyMaterial(Store trust, Store key, Secret keyPassword) {
    private static final String PEM = "PEM";

    /**
     * One store.
     *
     * @param name ssl.truststore or ssl.keystore
     * @param location of a file; empty for none
     * @param pem certificates or key and chain; empty for none
     */
    record Store(String name, String type, String location, Secret password, Secret pem) {
        boolean absent() {
            return location.isEmpty() && pem.reveal().isEmpty();
        }

        boolean isPem() {
            return type.equalsIgnoreCase(PEM);
        }

        String pemText() throws IOException {
            return location.isEmpty() ? pem.reveal() : Files.readString(Path.of(location), StandardCharsets.US_ASCII);
        }

        KeyStore load() throws IOException, GeneralSecurityException {
            KeyStore store = KeyStore.getInstance(type);
            try (InputStream file = Files.newInputStream(Path.of(location))) {
                store.load(file, chars(password));
            }
            return store;
        }
    }

    static KeyMaterial read(ConfigReader reader) {
        Store trust = new Store(
                "ssl.truststore",
                reader.text(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, SslConfigs.DEFAULT_SSL_TRUSTSTORE_TYPE),
                reader.text(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, ""),
                new Secret(reader.text(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, "")),
                new Secret(reader.text(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, "")));
        Store key = new Store(
                "ssl.keystore",
                reader.text(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, SslConfigs.DEFAULT_SSL_KEYSTORE_TYPE),
                reader.text(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, ""),
                new Secret(reader.text(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, "")),
                new Secret(reader.text(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, "")
                        + "\n"
                        + reader.text(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, "")));
        Store stripped = new Store(
                key.name(),
                key.type(),
                key.location(),
                key.password(),
                new Secret(key.pem().reveal().strip()));
        return new KeyMaterial(trust, stripped, new Secret(reader.text(SslConfigs.SSL_KEY_PASSWORD_CONFIG, "")));
    }

    /** Null for the JVM's own trust, and where a problem was added. */
    TrustManager @Nullable [] trustManagers(ConfigReader reader) {
        if (trust.absent()) {
            return null;
        }
        try {
            KeyStore store = trust.isPem() ? Pem.trustStore(trust.pemText()) : trust.load();
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            reader.problem(unreadable(trust, e));
            return null;
        }
    }

    /** Null for no client certificate, and where a problem was added. */
    KeyManager @Nullable [] keyManagers(ConfigReader reader) {
        if (key.absent()) {
            return null;
        }
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (key.isPem()) {
                factory.init(Pem.keyStore(key.pemText(), keyPassword), new char[0]);
            } else {
                Secret password = keyPassword.reveal().isEmpty() ? key.password() : keyPassword;
                factory.init(key.load(), chars(password));
            }
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            reader.problem(unreadable(key, e));
            return null;
        }
    }

    private static char @Nullable [] chars(Secret password) {
        return password.reveal().isEmpty() ? null : password.reveal().toCharArray();
    }

    private static String unreadable(Store store, Exception e) {
        String what = store.location().isEmpty() ? "text" : store.location();
        return Expected.message(
                store.name(),
                what,
                "a readable " + store.type() + " store and its password; "
                        + e.getClass().getSimpleName());
    }
}
