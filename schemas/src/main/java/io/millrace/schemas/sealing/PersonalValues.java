package io.millrace.schemas.sealing;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a record is sealed. Immutable; prints no value.
 *
 * @param sessionId as the gateway gave it; null for none
 * @param metadata entries that are not named as clear
 */
public record PersonalValues(@Nullable String sessionId, Map<String, String> metadata) {
    public PersonalValues {
        metadata = Map.copyOf(metadata);
    }

    public boolean isEmpty() {
        return sessionId == null && metadata.isEmpty();
    }

    @Override
    public String toString() {
        return "PersonalValues[" + metadata.size() + " entries]";
    }
}
