package io.millrace.streams.metering;

import io.millrace.streams.state.CountedEntryCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps everything as bytes, for ever. */
final class MemoryCountedCalls implements CountedCalls {
    private final Map<UUID, byte[]> entries = new HashMap<>();

    @Override
    public @Nullable CountedEntry get(UUID eventId) {
        byte[] bytes = entries.get(eventId);
        return bytes == null ? null : new CountedEntryCodec().read(bytes);
    }

    @Override
    public void put(UUID eventId, CountedEntry entry) {
        entries.put(eventId, new CountedEntryCodec().write(entry));
    }
}
