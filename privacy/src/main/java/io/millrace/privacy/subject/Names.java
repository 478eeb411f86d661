package io.millrace.privacy.subject;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject by the digests of its names, from which nobody tells a name of 128 random or keyed bits. Immutable.
 *
 * @param digests hexadecimal SHA-256 of {@code workspace|KIND|name}: the first of the pseudonym, the second, if any, of the token
 */
public record Names(String workspaceId, SubjectKind kind, List<String> digests) {
    public Names {
        digests = List.copyOf(digests);
        if (digests.isEmpty()) {
            throw Expected.illegal("subject.digests", 0, ">= 1");
        }
    }

    /** @param token of the vault's; null where it has none */
    public static Names of(Subject subject, @Nullable String token) {
        List<String> digests = new ArrayList<>();
        digests.add(digest(subject.workspaceId(), subject.kind().name(), subject.pseudonym()));
        if (token != null) {
            digests.add(digest(subject.workspaceId(), subject.kind().name(), token));
        }
        return new Names(subject.workspaceId(), subject.kind(), digests);
    }

    /** Whether a value of that dimension, in this workspace, is the subject. */
    public boolean include(String dimension, String value) {
        return dimension.equals(kind.name()) && digests.contains(digest(workspaceId, dimension, value));
    }

    /** The digest that tells one subject from another. */
    public String digest() {
        return digests.get(0);
    }

    private static String digest(String workspaceId, String kind, String value) {
        String name = workspaceId + '|' + kind + '|' + value;
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
