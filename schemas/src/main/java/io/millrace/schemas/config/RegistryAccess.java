package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the schema registry is reached. Immutable; prints no secret.
 *
 * @param url one URL, or several separated by commas
 * @param truststore PEM certificates of the authorities that it is believed by; null for the JVM's own
 * @param keystore PEM private key and certificate chain of this client; null for none
 * @param userInfo {@code user:password}; null for none
 */
public record RegistryAccess(
        String url,
        @Nullable Path truststore,
        @Nullable Path keystore,
        @Nullable Secret userInfo) {

    private static final Pattern USER_INFO = Pattern.compile("(//)[^/,]*@");

    /** Without credentials; https is checked by the JVM's own authorities. */
    public static RegistryAccess at(String url) {
        return new RegistryAccess(url, null, null, null);
    }

    /**
     * Reads {@code url}, {@code ssl.truststore.location}, {@code ssl.keystore.location} and
     * {@code basic.auth.user.info}, each behind the prefix; the problems are the reader's to report.
     *
     * @param prefix such as {@code schema.registry.}
     */
    public static RegistryAccess read(ConfigReader reader, String prefix) {
        String url = reader.text(prefix + "url", null);
        Path truststore = PemFile.certificates(reader, prefix + "ssl.truststore.location");
        Path keystore = PemFile.identity(reader, prefix + "ssl.keystore.location");
        Secret userInfo = reader.optionalSecret(prefix + "basic.auth.user.info").orElse(null);
        if (userInfo != null && userInfo.reveal().indexOf(':') < 1) {
            reader.problem(Expected.message(prefix + "basic.auth.user.info", userInfo, "user:password"));
        }
        boolean guarded = truststore != null || keystore != null || userInfo != null;
        boolean encrypted =
                Arrays.stream(url.split(",", -1)).allMatch(one -> one.strip().startsWith("https://"));
        if (guarded && !encrypted && !url.isEmpty()) {
            reader.problem(
                    Expected.message(prefix + "url", "not https", "https where a certificate or a password is given"));
        }
        return new RegistryAccess(url, truststore, keystore, userInfo);
    }

    /** Without what stands before the @ of a URL. */
    @Override
    public String toString() {
        return "RegistryAccess[url=" + USER_INFO.matcher(url).replaceAll("$1" + new Secret("") + "@") + ", truststore="
                + truststore + ", keystore=" + keystore + ", userInfo=" + userInfo + "]";
    }

    /** Properties of the serdes by Confluent's names, the password among them. Serializable; the caller's own. */
    public HashMap<String, String> properties() {
        HashMap<String, String> properties = new HashMap<>(Map.of("schema.registry.url", url));
        if (truststore != null) {
            properties.put("schema.registry.ssl.truststore.type", "PEM");
            properties.put("schema.registry.ssl.truststore.location", truststore.toString());
        }
        if (keystore != null) {
            properties.put("schema.registry.ssl.keystore.type", "PEM");
            properties.put("schema.registry.ssl.keystore.location", keystore.toString());
        }
        if (userInfo != null) {
            properties.put("schema.registry.basic.auth.user.info", userInfo.reveal());
        }
        return properties;
    }
}
