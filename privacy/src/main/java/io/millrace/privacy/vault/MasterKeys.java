package io.millrace.privacy.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Pattern;

/**
 * What data keys are wrapped under: a Tink keyset, of which the primary key wraps and every one unwraps, so that keys can be
 * rotated. Thread-safe; prints no key.
 */
public final class MasterKeys {
    private static final String RULE = "a keyset of Tink for AEAD, as JSON in one line";
    private static final Pattern BREAKS = Pattern.compile("\\s+");

    private final Aead aead;

    private MasterKeys(Aead aead) {
        this.aead = aead;
    }

    /** @throws IllegalArgumentException when it is no such keyset; the message does not hold it */
    public static MasterKeys of(Secret json) {
        try {
            AeadConfig.register();
            KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeyset(json.reveal(), InsecureSecretKeyAccess.get());
            return new MasterKeys(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw Expected.illegal("vault.master.keys", json, RULE);
        }
    }

    /** A keyset with one new AES-256-GCM key. */
    public static Secret generate() {
        try {
            AeadConfig.register();
            KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            String json = TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get());
            return new Secret(BREAKS.matcher(json).replaceAll(""));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM: absent (expected: part of every JVM)", e);
        }
    }

    /** The data key as it may be stored beside its token. */
    public byte[] wrap(String token, byte[] material) {
        try {
            return aead.encrypt(material, token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("data key: not wrapped (expected: the primary master key takes it)", e);
        }
    }

    /** @throws IllegalArgumentException when it was wrapped for another token, under another key, or changed since */
    public byte[] unwrap(String token, byte[] wrapped) {
        try {
            return aead.decrypt(wrapped, token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    Expected.message("data key of " + token, wrapped.length + " bytes", "wrapped under a master key"), e);
        }
    }
}
