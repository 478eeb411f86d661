package io.millrace.schemas.serde;

import io.millrace.schemas.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One base URL of a registry.
 *
 * @param base without credentials and without a slash at the end
 * @param authorization value of the header; null sends none
 */
record Endpoint(String base, @Nullable Secret authorization) {
    static final String RULE = "http:// or https:// URLs with a host, separated by commas";

    /**
     * @param userInfo {@code user:password}; empty takes it from the URL, undecoded as Confluent does, if it is there
     * @throws IllegalArgumentException without the URL in its message, for it may hold a password
     */
    static Endpoint parse(String text, Secret userInfo) {
        try {
            URI uri = new URI(text.strip());
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException(RULE);
            }
            String path = uri.getRawPath().replaceAll("/+$", "");
            String base = new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null) + path;
            Secret user = userInfo.reveal().isEmpty() && uri.getRawUserInfo() != null
                    ? new Secret(uri.getRawUserInfo())
                    : userInfo;
            return new Endpoint(base, user.reveal().isEmpty() ? null : basic(user));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(RULE);
        }
    }

    boolean secure() {
        return base.regionMatches(true, 0, "https:", 0, 6);
    }

    private static Secret basic(Secret userInfo) {
        byte[] bytes = userInfo.reveal().getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return base;
    }
}
