package io.millrace.billing.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The name of an effect in the books, made of the Idempotency-Key alone; apart from the names that people give. */
final class EffectKey {
    /** The ledger's keys have 110 characters at most. */
    private static final int PLAIN_MAX = 100;

    private EffectKey() {}

    /** Readable where it is short, else its hash; the two never meet. */
    static String of(String idempotencyKey) {
        return idempotencyKey.length() <= PLAIN_MAX
                ? "api:" + idempotencyKey
                : "api#" + HexFormat.of().formatHex(sha256(idempotencyKey));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
