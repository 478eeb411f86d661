package io.millrace.client.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that pseudonyms are made with, and the id that each of them begins with. Immutable, thread-safe; prints its id
 * alone. The pseudonym is HMAC-SHA-256 (RFC 2104, FIPS 198-1), cut to its first 128 bits as RFC 2104 §5 allows, over
 * {@code <label> NUL <workspace id> NUL <value>}; neither label nor workspace id holds a NUL, so no two inputs are one message.
 */
public final class PseudonymKey {
    /** As many as the pseudonym keeps: a shorter key would be easier to guess than it. 32 are better. */
    public static final int MATERIAL_BYTES_MIN = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int DIGEST_BYTES = 16;
    private static final byte SEPARATOR = 0;
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final String id;
    private final SecretKeySpec material;
    /** Has the key and no message; never fed itself, only copied. */
    private final Mac prototype;

    private PseudonymKey(String id, byte[] material) {
        this.id = id;
        this.material = new SecretKeySpec(material, ALGORITHM);
        this.prototype = newMac(this.material);
    }

    /**
     * A key of random bytes, which are copied.
     *
     * @param id 1 to 16 base64url characters, stays for as long as the pseudonyms do
     * @param material at least 16 bytes
     * @throws IllegalArgumentException for an id or a length out of these bounds; never holds the bytes
     */
    public static PseudonymKey of(String id, byte[] material) {
        if (!Require.isPseudonym(id + "." + "0".repeat(Require.DIGEST_LENGTH))) {
            // Key and id may have been swapped, so that only the length is told.
            throw Expected.illegal(
                    "pseudonym key id",
                    id.length() + " characters",
                    "1 to " + Require.KEY_ID_LENGTH_MAX + " base64url characters");
        }
        if (material.length < MATERIAL_BYTES_MIN) {
            throw Expected.illegal(
                    "pseudonym key " + id, material.length + " bytes", ">= " + MATERIAL_BYTES_MIN + " bytes");
        }
        return new PseudonymKey(id, material);
    }

    public String id() {
        return id;
    }

    /** {@code <key id>.<22 base64url characters>}, the form that {@link Require#pseudonymOrNull} asks for. */
    String pseudonym(PseudonymDomain domain, String workspaceId, byte[] value) {
        Mac mac = copyOfPrototype();
        mac.update(domain.label());
        mac.update(SEPARATOR);
        mac.update(workspaceId.getBytes(UTF_8));
        mac.update(SEPARATOR);
        byte[] digest = Arrays.copyOf(mac.doFinal(value), DIGEST_BYTES);
        return id + "." + BASE64_URL.encodeToString(digest);
    }

    boolean hasMaterialOf(PseudonymKey other) {
        return material.equals(other.material);
    }

    @Override
    public String toString() {
        return "PseudonymKey[" + id + "]";
    }

    /** A Mac of its own for each call, so that neither locks nor thread locals are needed. */
    private Mac copyOfPrototype() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            // A security provider of hardware may not copy; the JDK's own does.
            return newMac(material);
        }
    }

    private static Mac newMac(SecretKeySpec material) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(material);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }
}
