package io.millrace.billing.api;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 of keys under the server's pepper, so that a copy of the table alone opens nothing. While a pepper is rolled
 * there are two: new keys are hashed under the first, both are accepted. Thread-safe.
 */
public final class KeyHashes {
    public static final int PEPPER_LENGTH_MIN = 32;

    private static final int PEPPERS_MAX = 2;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] NOBODY = new byte[32];

    private final List<Secret> peppers;

    /** @param peppers 1 or 2, each of 32 characters at least; the present one first */
    public KeyHashes(List<Secret> peppers) {
        if (peppers.isEmpty() || peppers.size() > PEPPERS_MAX) {
            throw Expected.illegal("key peppers", peppers.size() + " of them", "1, or 2 while one is rolled");
        }
        for (Secret pepper : peppers) {
            int length = pepper.reveal().length();
            if (length < PEPPER_LENGTH_MIN) {
                throw Expected.illegal(
                        "key pepper", length + " characters", "at least " + PEPPER_LENGTH_MIN + ", drawn at random");
            }
        }
        this.peppers = List.copyOf(peppers);
    }

    /** 32 bytes. */
    public byte[] hash(KeyText key) {
        return hash(key, peppers.get(0));
    }

    /** Takes as long for a key that is not known as for one that is. */
    boolean matches(KeyText key, byte[] stored) {
        boolean found = false;
        for (Secret pepper : peppers) {
            found |= MessageDigest.isEqual(stored, hash(key, pepper));
        }
        return found;
    }

    /** The work of {@link #matches} for a prefix that stands for no key. */
    void matchesNobody(KeyText key) {
        matches(key, NOBODY);
    }

    private static byte[] hash(KeyText key, Secret pepper) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(pepper.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(key.text().reveal().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
