package io.millrace.privacy.vault;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.sealing.Subject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How the vault finds a subject without keeping the pseudonym: HMAC-SHA256 under a key of its own. Thread-safe. */
public final class Lookup {
    private static final String MAC = "HmacSHA256";
    private static final int LENGTH_MIN = 32;

    private final SecretKeySpec key;

    /** @param secret at least 32 characters; another one finds nobody */
    public Lookup(Secret secret) {
        if (secret.reveal().length() < LENGTH_MIN) {
            throw Expected.illegal("vault.lookup.key", secret, "at least " + LENGTH_MIN + " characters");
        }
        this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), MAC);
    }

    /** 32 bytes. */
    public byte[] of(Subject subject) {
        String text = subject.workspaceId() + "|" + subject.kind() + "|" + subject.pseudonym();
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: part of every JVM)", e);
        }
    }
}
