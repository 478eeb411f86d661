package io.millrace.billing.webhook;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's signature rule, version 1: HMAC-SHA-256 of {@code <t>.<body>} under one of the secrets, in hexadecimal. It never
 * throws for what a header holds. Thread-safe.
 *
 * <p>Why not the library's: its check takes any time ahead of ours, and throws NullPointerException and
 * NumberFormatException for headers that are absent or malformed.
 */
public final class SignatureCheck {
    /** How far the time of signing may lie from ours, either way; inclusive. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    static final int SECRETS_MAX = 4;
    private static final String ALGORITHM = "HmacSHA256";

    private final List<Secret> secrets;

    /** @param secrets the endpoint's; two while one takes the place of the other, at most 4; none refuses everything */
    public SignatureCheck(List<Secret> secrets) {
        if (secrets.size() > SECRETS_MAX) {
            throw Expected.illegal("webhook secrets", secrets.size(), "0 to " + SECRETS_MAX);
        }
        for (Secret secret : secrets) {
            if (secret.reveal().isBlank()) {
                throw Expected.illegal("webhook secret", "blank", "whsec_…");
            }
        }
        this.secrets = List.copyOf(secrets);
    }

    /** @param nowSeconds since the epoch */
    public SignatureVerdict check(@Nullable String header, byte[] body, long nowSeconds) {
        if (secrets.isEmpty()) {
            return SignatureVerdict.NO_SECRET;
        }
        if (header == null || header.isBlank()) {
            return SignatureVerdict.MISSING;
        }
        Optional<SignatureHeader> read = SignatureHeader.read(header);
        if (read.isEmpty()) {
            return SignatureVerdict.MALFORMED;
        }
        SignatureHeader signed = read.get();
        // Before the clock: a stranger learns nothing of it.
        if (!matches(signed, body)) {
            return SignatureVerdict.NO_MATCH;
        }
        long age = nowSeconds - signed.seconds();
        if (age > TOLERANCE.toSeconds()) {
            return SignatureVerdict.TOO_OLD;
        }
        return -age > TOLERANCE.toSeconds() ? SignatureVerdict.TOO_NEW : SignatureVerdict.VALID;
    }

    /** Compares every signature with every secret, each in constant time. */
    private boolean matches(SignatureHeader header, byte[] body) {
        boolean found = false;
        for (Secret secret : secrets) {
            byte[] wanted = sign(secret, header.seconds(), body);
            for (byte[] signature : header.signatures()) {
                found |= MessageDigest.isEqual(wanted, signature);
            }
        }
        return found;
    }

    private static byte[] sign(Secret secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
