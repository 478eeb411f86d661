package io.millrace.alerts.send;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification 1.0.0 says (standardwebhooks.com): HMAC-SHA256 over
 * {@code id.timestamp.body} under a secret of the form {@code whsec_<base64>}. Immutable, thread-safe.
 */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES_MIN = 24;
    private static final int KEY_BYTES_MAX = 64;

    private final SecretKeySpec key;

    /** @throws IllegalArgumentException for a secret of another form; it does not repeat it */
    public Signature(Secret secret) {
        key = new SecretKeySpec(bytes(secret.reveal()), ALGORITHM);
    }

    private static byte[] bytes(String secret) {
        if (secret.startsWith(PREFIX)) {
            try {
                byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
                if (bytes.length >= KEY_BYTES_MIN && bytes.length <= KEY_BYTES_MAX) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                throw illegal();
            }
        }
        throw illegal();
    }

    private static IllegalArgumentException illegal() {
        return Expected.illegal("webhook secret", "[redacted]", "whsec_ and base64 of 24 to 64 bytes");
    }

    /**
     * The value of the header {@code webhook-signature}.
     *
     * @param timestamp seconds since the epoch, as in the header {@code webhook-timestamp}
     */
    public String of(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(ALGORITHM + " is in every JDK", e);
        }
    }
}
