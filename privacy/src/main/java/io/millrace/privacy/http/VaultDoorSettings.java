package io.millrace.privacy.http;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.PemTls;
import java.nio.file.Path;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where gateways ask for keys. Immutable; prints no secret.
 *
 * @param host the address that is bound; another than loopback only with a keystore
 * @param port 0 for a free one
 * @param token what gateways show
 * @param keystore PEM private key and certificate chain of this side; null for plain http
 * @param truststore PEM certificates of the authorities by which gateways' certificates are believed; null asks for none
 */
public record VaultDoorSettings(
        String host,
        int port,
        Secret token,
        @Nullable Path keystore,
        @Nullable Path truststore) {
    private static final int PORT_DEFAULT = 8087;
    private static final int PORT_MAX = 65_535;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    /** Reads {@code vault.*}; the problems are the reader's to report. */
    public static VaultDoorSettings read(ConfigReader reader) {
        String host = reader.text("vault.host", "127.0.0.1");
        Path keystore = path(reader, "vault.ssl.keystore.location");
        if (keystore == null && !LOOPBACK.contains(host)) {
            reader.problem(Expected.message("vault.host", host, "loopback, or vault.ssl.keystore.location beside it"));
        }
        return new VaultDoorSettings(
                host,
                reader.integer("vault.port", PORT_DEFAULT, 0, PORT_MAX),
                reader.secret("vault.token"),
                keystore,
                path(reader, "vault.ssl.truststore.location"));
    }

    /** Null for plain http. */
    @Nullable
    SSLContext tls() {
        return keystore == null ? null : PemTls.context(truststore, keystore);
    }

    private static @Nullable Path path(ConfigReader reader, String key) {
        String text = reader.text(key, "");
        return text.isEmpty() ? null : Path.of(text);
    }
}
