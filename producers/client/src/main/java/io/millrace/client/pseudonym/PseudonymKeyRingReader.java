package io.millrace.client.pseudonym;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PseudonymKeyRing} from texts. Not thread-safe. No message holds any part of a key but its id. */
final class PseudonymKeyRingReader {
    private static final String KEYS = "pseudonym.keys";
    private static final String CURRENT = "pseudonym.current";
    private static final String ENTRY_RULE = "<id>:<base64>";

    private final ConfigReader reader;

    PseudonymKeyRingReader(ConfigReader reader) {
        this.reader = reader;
    }

    /** True when at least one of the settings is there. */
    static boolean isGiven(ConfigReader reader) {
        // Both are asked for whatever the first says, so that both are known ones.
        boolean keys = reader.given(KEYS);
        boolean current = reader.given(CURRENT);
        return keys || current;
    }

    /** The ring; null when there is a problem, which {@link ConfigReader#finish} reports. */
    @Nullable
    PseudonymKeyRing read() {
        List<PseudonymKey> keys = keys(reader.secret(KEYS));
        String currentId = reader.text(CURRENT, null);
        PseudonymKey current = keys.stream()
                .filter(key -> key.id().equals(currentId))
                .findFirst()
                .orElse(null);
        if (current != null) {
            return ring(current, keys);
        }
        if (!currentId.isEmpty()) {
            List<String> ids = keys.stream().map(PseudonymKey::id).toList();
            reader.problem(Expected.message(CURRENT, "no key's id", "one of " + ids));
        } else if (reader.given(CURRENT)) {
            reader.problem(Expected.message(CURRENT, "empty", "the id of a key"));
        }
        return null;
    }

    private @Nullable PseudonymKeyRing ring(PseudonymKey current, List<PseudonymKey> keys) {
        List<PseudonymKey> older = keys.stream().filter(key -> key != current).toList();
        try {
            return PseudonymKeyRing.of(current, older);
        } catch (IllegalArgumentException e) {
            reader.problem(KEYS + ": " + e.getMessage());
            return null;
        }
    }

    private List<PseudonymKey> keys(Secret list) {
        List<PseudonymKey> keys = new ArrayList<>();
        String[] entries =
                list.reveal().isEmpty() ? new String[0] : list.reveal().split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            PseudonymKey key = key(KEYS + "[" + i + "]", entries[i].trim());
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private @Nullable PseudonymKey key(String thing, String entry) {
        int colon = entry.indexOf(':');
        if (colon < 0) {
            // Without a colon all of it may be the key.
            reader.problem(Expected.message(thing, entry.length() + " characters", ENTRY_RULE));
            return null;
        }
        byte[] material;
        try {
            material = base64(entry.substring(colon + 1).trim());
        } catch (IllegalArgumentException e) {
            // The decoder's own message tells a character of the key.
            reader.problem(Expected.message(thing, "not base64", ENTRY_RULE));
            return null;
        }
        try {
            return PseudonymKey.of(entry.substring(0, colon).trim(), material);
        } catch (IllegalArgumentException e) {
            reader.problem(thing + ": " + e.getMessage());
            return null;
        }
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }
}
