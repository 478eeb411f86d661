package io.millrace.schemas.mapping;

import io.millrace.schemas.error.Expected;
import java.util.UUID;

/** UUIDs as text. */
final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    /** The UUID of its 36 characters; Java alone would also take shorter groups. */
    static UUID parse(String thing, String text, String rule) {
        try {
            if (text.length() == LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw Expected.illegal(thing, text, rule);
        }
        throw Expected.illegal(thing, text, rule);
    }
}
