package io.millrace.schemas.config;

import io.millrace.schemas.error.Expected;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the vault of subjects' keys is reached. Keys travel over it, so that it is https everywhere but on loopback. Immutable;
 * prints no secret.
 *
 * @param url base URL, without credentials and without a slash at the end
 * @param token sent as a bearer token
 * @param truststore PEM certificates of the authorities that it is believed by; null for the JVM's own
 * @param keystore PEM private key and certificate chain of this client; null for none
 */
public record VaultAccess(
        URI url,
        Secret token,
        @Nullable Path truststore,
        @Nullable Path keystore) {
    private static final String RULE = "an https URL; http on loopback alone";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public VaultAccess {
        if (!isAllowed(url)) {
            throw Expected.illegal("privacy.vault.url", "a URL of " + url.getScheme(), RULE);
        }
    }

    public static VaultAccess at(String url, Secret token) {
        return new VaultAccess(URI.create(url), token, null, null);
    }

    /**
     * Reads {@code url}, {@code token}, {@code ssl.truststore.location} and {@code ssl.keystore.location}, each behind the
     * prefix; the problems are the reader's to report. Empty where no URL is given, or a wrong one.
     *
     * @param prefix such as {@code privacy.vault.}
     */
    public static Optional<VaultAccess> read(ConfigReader reader, String prefix) {
        String text = reader.text(prefix + "url", "");
        Secret token = reader.optionalSecret(prefix + "token").orElse(new Secret(""));
        Path truststore = PemFile.certificates(reader, prefix + "ssl.truststore.location");
        Path keystore = PemFile.identity(reader, prefix + "ssl.keystore.location");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (token.reveal().isEmpty()) {
            reader.problem(Expected.message(prefix + "token", "missing", "a secret where " + prefix + "url is given"));
        }
        URI url = parse(text);
        if (url == null) {
            reader.problem(Expected.message(prefix + "url", "not such a URL", RULE));
            return Optional.empty();
        }
        return Optional.of(new VaultAccess(url, token, truststore, keystore));
    }

    private static @Nullable URI parse(String text) {
        try {
            URI url = new URI(text.strip().replaceAll("/+$", ""));
            return isAllowed(url) ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isAllowed(URI url) {
        boolean plain = url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
        boolean local = "http".equals(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost()));
        return plain && (local || "https".equals(url.getScheme()));
    }
}
