package io.millrace.schemas.rule;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules that values of the contract share: each check hands its value back, or refuses it by its name.
 * Stateless, thread-safe. Runs on the call path of gateways: no check allocates unless it refuses.
 * What may be a text or name a person is never repeated in the message; its length is.
 */
public final class Require {
    /** Characters of an identifier; short enough that no prompt hides in one. */
    public static final int IDENTIFIER_LENGTH_MAX = 256;

    public static final int WORKSPACE_LENGTH_MAX = 128;
    public static final int ERROR_TYPE_LENGTH_MAX = 128;
    /** Characters of a key id in a pseudonym. */
    public static final int KEY_ID_LENGTH_MAX = 16;
    /** Base64url characters of 128 bits. */
    public static final int DIGEST_LENGTH = 22;

    /** The form of {@link #isPseudonym}, for messages. */
    public static final String PSEUDONYM_RULE = "<key id>.<22 base64url characters>";

    private static final char DELETE = 0x7F;
    private static final char LAST_CONTROL = 0x9F;
    private static final int UUID_VERSION_AT_GATEWAYS = 7;

    private static final String WORKSPACE_RULE = "1 to 128 characters without '|', '/' or controls";
    private static final String IDENTIFIER_RULE = "1 to 256 characters without controls";
    private static final String ERROR_TYPE_RULE = "1 to 128 of letters, digits and _ . $ : / -";

    private Require() {}

    /** A workspace id: 1 to 128 characters without bar, slash or control, since it is part of keys. */
    public static String workspaceId(String thing, String value) {
        boolean plain = value.indexOf('|') < 0 && value.indexOf('/') < 0 && isPlain(value);
        if (value.isEmpty() || value.length() > WORKSPACE_LENGTH_MAX || !plain) {
            throw Expected.illegal(thing, value, WORKSPACE_RULE);
        }
        return value;
    }

    /** 1 to 256 characters, without controls and halves of surrogate pairs. */
    public static String identifier(String thing, String value) {
        if (value.isEmpty() || value.length() > IDENTIFIER_LENGTH_MAX || !isPlain(value)) {
            throw Expected.illegal(thing, lengthOf(value), IDENTIFIER_RULE);
        }
        return value;
    }

    /** An {@link #identifier}, or null. */
    public static @Nullable String identifierOrNull(String thing, @Nullable String value) {
        return value == null ? null : identifier(thing, value);
    }

    /** A note of 0 to the given number of characters, without controls and halves of surrogate pairs. */
    public static String note(String thing, String value, int lengthMax) {
        if (value.length() > lengthMax || !isPlain(value)) {
            throw Expected.illegal(thing, lengthOf(value), "0 to " + lengthMax + " characters without controls");
        }
        return value;
    }

    /** The class of an error, never its text: 1 to 128 letters, digits and {@code _ . $ : / -}. Null is none. */
    public static @Nullable String errorTypeOrNull(String thing, @Nullable String value) {
        if (value == null) {
            return null;
        }
        boolean fits = !value.isEmpty() && value.length() <= ERROR_TYPE_LENGTH_MAX;
        for (int i = 0; fits && i < value.length(); i++) {
            char c = value.charAt(i);
            fits = isBase64Url(c) || c == '.' || c == '$' || c == ':' || c == '/';
        }
        if (!fits) {
            throw Expected.illegal(thing, lengthOf(value), ERROR_TYPE_RULE);
        }
        return value;
    }

    /**
     * The keyed pseudonym of a user or an address: a key id of 1 to 16 base64url characters, a dot, and 22 more (HMAC-SHA-256
     * cut to 128 bits). Null is none. Anything else may be the name itself, so that only its length is told.
     */
    public static @Nullable String pseudonymOrNull(String thing, @Nullable String value) {
        if (value != null && !isPseudonym(value)) {
            throw Expected.illegal(thing, lengthOf(value), PSEUDONYM_RULE);
        }
        return value;
    }

    /** Whether a text has the form of a pseudonym. */
    public static boolean isPseudonym(String value) {
        int dot = value.length() - DIGEST_LENGTH - 1;
        if (dot < 1 || dot > KEY_ID_LENGTH_MAX || value.charAt(dot) != '.') {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (i != dot && !isBase64Url(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    public static long atLeast(String thing, long value, long min) {
        if (value < min) {
            throw Expected.illegal(thing, value, ">= " + min);
        }
        return value;
    }

    public static int atLeast(String thing, int value, int min) {
        atLeast(thing, (long) value, min);
        return value;
    }

    public static long between(String thing, long value, long min, long max) {
        if (value < min || value > max) {
            throw Expected.illegal(thing, value, min + " to " + max);
        }
        return value;
    }

    /** A number in bounds, or null. */
    public static @Nullable Long betweenOrNull(String thing, @Nullable Long value, long min, long max) {
        if (value != null) {
            between(thing, value, min, max);
        }
        return value;
    }

    /** An instant from 1970 to the end of 9999, microseconds since the epoch. */
    public static long instant(String thing, long micros) {
        return between(thing, micros, 0, Micros.MAX);
    }

    public static UUID uuid7(String thing, UUID value) {
        if (value.version() != UUID_VERSION_AT_GATEWAYS) {
            throw Expected.illegal(thing, value, "a UUIDv7");
        }
        return value;
    }

    public static void sizeAtMost(String thing, Collection<?> values, int max) {
        if (values.size() > max) {
            throw Expected.illegal(thing, values.size(), "<= " + max);
        }
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || (c >= DELETE && !isPlainBeyondAscii(value, i, c))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainBeyondAscii(String value, int index, char c) {
        if (Character.isHighSurrogate(c)) {
            return index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
        }
        return c > LAST_CONTROL;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static String lengthOf(String value) {
        return value.length() + " characters";
    }
}
