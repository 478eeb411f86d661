package io.millrace.content.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * The keys of content: a Tink key set with AES-256-GCM, of which the primary key seals and all of them open, so that keys can be
 * rotated. What is sealed is bound to its event and workspace. Thread-safe; prints no key.
 */
public final class ContentKeys {
    private final Aead aead;

    private ContentKeys(Aead aead) {
        this.aead = aead;
    }

    /**
     * Reads a key set as {@link #generate} writes it.
     *
     * @throws MillraceException of kind USER when the file is missing or is no key set
     */
    public static ContentKeys read(Path file) {
        try {
            return of(Files.readString(file));
        } catch (IOException | GeneralSecurityException e) {
            throw new MillraceException(
                    ErrorKind.USER,
                    "CONTENT_KEYS",
                    "content.keys.file: " + file + " (expected: a key set as `generate` writes it)",
                    e);
        }
    }

    /** A new key set, as JSON with the key in clear: for a file that its owner alone can read. */
    public static String generate() throws GeneralSecurityException {
        Configuration configuration = configuration();
        KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, configuration);
        return TinkJsonProtoKeysetFormat.serializeKeyset(keys, configuration, InsecureSecretKeyAccess.get());
    }

    static ContentKeys of(String keyset) throws GeneralSecurityException {
        Configuration configuration = configuration();
        KeysetHandle keys = TinkJsonProtoKeysetFormat.parseKeyset(keyset, configuration, InsecureSecretKeyAccess.get());
        return new ContentKeys(keys.getPrimitive(configuration, Aead.class));
    }

    private static Configuration configuration() throws GeneralSecurityException {
        AeadConfig.register();
        return RegistryConfiguration.get();
    }

    public SealedBodies seal(CallBodies bodies) {
        try {
            byte[] sealed = aead.encrypt(plain(bodies), bound(bodies.eventId(), bodies.workspaceId()));
            return new SealedBodies(
                    bodies.eventId(),
                    bodies.workspaceId(),
                    bodies.clientIpPseudonym(),
                    bodies.occurredAtMicros(),
                    sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("content of " + bodies.eventId() + ": not sealed (expected: sealed)", e);
        }
    }

    /** @throws MillraceException when it was sealed under other keys, for another call, or was changed */
    public CallBodies open(SealedBodies sealed) {
        try {
            ByteBuffer plain =
                    ByteBuffer.wrap(aead.decrypt(sealed.sealed(), bound(sealed.eventId(), sealed.workspaceId())));
            String request = text(plain, plain.getInt());
            return new CallBodies(
                    sealed.eventId(),
                    sealed.workspaceId(),
                    sealed.clientIpPseudonym(),
                    sealed.occurredAtMicros(),
                    request,
                    text(plain, plain.remaining()));
        } catch (GeneralSecurityException e) {
            throw new MillraceException(
                    ErrorKind.USER,
                    "CONTENT",
                    "content of " + sealed.eventId()
                            + ": not opened (expected: sealed under these keys, for this call)",
                    e);
        }
    }

    /** Four bytes of the request's length, the request and the response, in UTF-8. */
    private static byte[] plain(CallBodies bodies) {
        byte[] request = bodies.request().getBytes(StandardCharsets.UTF_8);
        byte[] response = bodies.response().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + request.length + response.length)
                .putInt(request.length)
                .put(request)
                .put(response)
                .array();
    }

    private static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bound(UUID eventId, String workspaceId) {
        return ("millrace.content|" + eventId + '|' + workspaceId).getBytes(StandardCharsets.UTF_8);
    }
}
