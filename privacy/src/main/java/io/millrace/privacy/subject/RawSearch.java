package io.millrace.privacy.subject;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.sealing.SubjectKind;
import java.nio.charset.StandardCharsets;

/** Looks for a subject in bytes that nobody may be able to decode. Stateless. */
public final class RawSearch {
    private static final int LENGTH_BITS = 7;

    private RawSearch() {}

    /**
     * Whether the bytes hold a name of the subject: its workspace's id and a text of the form of a pseudonym with a digest of its,
     * since the same pseudonym elsewhere is another subject; or, for a workspace, its id as Avro writes a text, behind its length.
     */
    public static boolean finds(Names names, byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        if (names.kind() == SubjectKind.WORKSPACE) {
            return text.contains(avro(names.workspaceId()));
        }
        if (!text.contains(latin(names.workspaceId()))) {
            return false;
        }
        for (int dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
            if (isNamed(names, text, dot)) {
                return true;
            }
        }
        return false;
    }

    /** The bytes before the key id may look like more of it, so that each length of it is tried. */
    private static boolean isNamed(Names names, String text, int dot) {
        int end = dot + 1 + Require.DIGEST_LENGTH;
        for (int start = dot - 1;
                start >= 0 && end <= text.length() && start >= dot - Require.KEY_ID_LENGTH_MAX;
                start--) {
            String value = text.substring(start, end);
            if (!Require.isPseudonym(value)) {
                return false;
            }
            if (names.include(names.kind().name(), value)) {
                return true;
            }
        }
        return false;
    }

    private static String avro(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int zigzag = bytes.length * 2;
        String length = zigzag < 1 << LENGTH_BITS
                ? "" + (char) zigzag
                : "" + (char) ((zigzag & 0x7F) | 0x80) + (char) (zigzag >> LENGTH_BITS);
        return length + latin(value);
    }

    /** The UTF-8 of a text, a character for each byte. */
    private static String latin(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
