package io.millrace.schemas.sealing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.usage.Personal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token and the data key of a subject. What it seals is 12 bytes of nonce, the AES-256-GCM ciphertext and 16 bytes of
 * tag, bound to the event id, the workspace and the token. One key is good for 2^32 records, since nonces are random.
 * Thread-safe; prints no key.
 */
public final class SubjectKey {
    /** Length of a data key. */
    public static final int MATERIAL_BYTES = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DIGEST_BYTES = 16;
    private static final String RULE = "sealed under this subject's key, for this event and workspace";

    private final String token;
    private final byte[] material;
    private final SecretKeySpec sealing;
    private final SecretKeySpec naming;

    private SubjectKey(String token, byte[] material, SecretKeySpec sealing, SecretKeySpec naming) {
        this.token = token;
        this.material = material;
        this.sealing = sealing;
        this.naming = naming;
    }

    /**
     * @param token of the form of a pseudonym
     * @param material {@link #MATERIAL_BYTES} random bytes; one key is derived from them for each use
     */
    public static SubjectKey of(String token, byte[] material) {
        Require.pseudonymOrNull("subject.token", Objects.requireNonNull(token));
        if (material.length != MATERIAL_BYTES) {
            throw Expected.illegal("subject.key bytes", material.length, Integer.toString(MATERIAL_BYTES));
        }
        SecretKeySpec root = new SecretKeySpec(material, MAC);
        return new SubjectKey(
                token,
                material.clone(),
                new SecretKeySpec(hmac(root, "millrace seal 1"), "AES"),
                new SecretKeySpec(hmac(root, "millrace session 1"), MAC));
    }

    /** What stands for the subject in every record. */
    public String token() {
        return token;
    }

    /** A copy of the data key, for whoever hands it on. */
    byte[] material() {
        return material.clone();
    }

    /** What stands for a session of the subject: the same for the same session, and nothing anybody can compute without the key. */
    public String session(String sessionId) {
        byte[] digest = Arrays.copyOf(hmac(naming, sessionId), DIGEST_BYTES);
        String keyId = token.substring(0, token.indexOf('.'));
        return keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    /** Seals the values of one record. */
    public Personal seal(UUID eventId, String workspaceId, PersonalValues values, SecureRandom nonces) {
        byte[] nonce = new byte[NONCE_BYTES];
        nonces.nextBytes(nonce);
        byte[] plain = PersonalFormat.write(values);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, eventId, workspaceId);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return Personal.of(token, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM: absent (expected: part of every JVM)", e);
        }
    }

    /**
     * The values of one record.
     *
     * @throws IllegalArgumentException when they were sealed under another key or for another record, or were changed since
     */
    public PersonalValues unseal(UUID eventId, String workspaceId, Personal personal) {
        byte[] sealed = personal.bytes();
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw Expected.illegal("usage.personal.sealed", sealed.length + " bytes", RULE);
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), eventId, workspaceId);
            return PersonalFormat.read(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    Expected.message("usage.personal.sealed", sealed.length + " bytes", RULE), e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, UUID eventId, String workspaceId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((eventId + "|" + workspaceId + "|" + token).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hmac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256: absent (expected: part of every JVM)", e);
        }
    }

    @Override
    public String toString() {
        return "SubjectKey[" + token + "]";
    }
}
