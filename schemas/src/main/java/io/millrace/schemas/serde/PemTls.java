package io.millrace.schemas.serde;

import io.millrace.schemas.config.ConfigReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/** TLS of either side out of PEM files, as the registry's client reads them. */
public final class PemTls {
    private PemTls() {}

    /**
     * @param truststore certificates of the authorities that the other side is believed by; null for the JVM's own
     * @param keystore private key and certificate chain of this side; null for none
     * @throws io.millrace.schemas.error.MillraceException with every problem of the files
     */
    public static SSLContext context(@Nullable Path truststore, @Nullable Path keystore) {
        Map<String, String> values = new HashMap<>();
        if (truststore != null) {
            values.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            values.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, truststore.toString());
        }
        if (keystore != null) {
            values.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            values.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, keystore.toString());
        }
        ConfigReader reader = new ConfigReader(values);
        Tls tls = Tls.read(reader, true);
        reader.finish();
        return Objects.requireNonNull(tls).context();
    }
}
