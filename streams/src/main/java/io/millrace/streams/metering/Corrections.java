package io.millrace.streams.metering;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.usage.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which record a correction takes the place of. Not thread-safe.
 *
 * <p>A correction is a whole record of its own. It may name the original or any correction of it, and always replaces the
 * newest of them; it is of the same workspace and the same instant, so that it falls into the same windows.
 */
public final class Corrections {
    private static final long TIME_BITS = 0xFFFF_FFFF_FFFF_0000L;
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_BITS_HIGH = 0x0FFFL;

    private final CountedCalls calls;

    /**
     * What a call counted for until now, and from now on.
     *
     * @param originalId event id of the first record of the call
     */
    public record Change(UUID originalId, CountedEntry.Call before, CountedEntry.Call after) {}

    public Corrections(CountedCalls calls) {
        this.calls = calls;
    }

    /** Remembers a call that was counted for the first time, under the dimensions it was counted on. */
    public void counted(Usage usage, Rating rating, Set<Dimension> watched) {
        calls.put(usage.eventId(), CountedEntry.Call.of(usage, rating, watched));
    }

    /** Null when the correction can be counted. That an id belongs to another workspace is not told. */
    public @Nullable Rejection refusal(Usage correction, UUID corrects) {
        CountedEntry.Call original = find(corrects);
        if (original == null || !original.workspaceId().equals(correction.workspaceId())) {
            String rule = "the event id of a call of workspace " + correction.workspaceId()
                    + " that was metered within the window of corrections";
            return new Rejection(RejectReason.UNKNOWN_ORIGINAL, Expected.message("usage.corrects", corrects, rule));
        }
        if (original.occurredAtMicros() != correction.occurredAtMicros()) {
            String rule = original.occurredAtMicros() + ", that of the record it corrects";
            return new Rejection(
                    RejectReason.INVALID,
                    Expected.message("usage.timing.occurred_at_micros", correction.occurredAtMicros(), rule));
        }
        return null;
    }

    /** Lets a correction that was not refused take its place. */
    public Change replace(Usage correction, UUID corrects, Rating rating) {
        CountedEntry.Call before = find(corrects);
        if (before == null) {
            throw Expected.illegal("usage.corrects", corrects, "a call that can be corrected");
        }
        return replace(originalOf(corrects), before, correction, rating);
    }

    /** The same for a call that may be forgotten: what it counted for is given then. */
    public Change replace(UUID originalId, CountedEntry.Call ifForgotten, Usage correction, Rating rating) {
        CountedEntry.Call known = find(originalId);
        CountedEntry.Call before = known == null ? ifForgotten : known;
        CountedEntry.Call after =
                CountedEntry.Call.of(correction, rating, before.values().keySet());
        calls.put(originalId, after);
        calls.put(correction.eventId(), new CountedEntry.Alias(originalId));
        return new Change(originalId, before, after);
    }

    /**
     * The event id of the record that rates a call again: a UUIDv7 with the time of the one it replaces, the same whenever
     * it is made again.
     */
    public static UUID idOf(UUID replaced, String priceId, int priceVersion) {
        String name = "rated-again|" + replaced + "|" + priceId + "|" + priceVersion;
        UUID digest = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        long high = (replaced.getMostSignificantBits() & TIME_BITS)
                | VERSION_7
                | (digest.getMostSignificantBits() & RANDOM_BITS_HIGH);
        return new UUID(high, digest.getLeastSignificantBits());
    }

    private CountedEntry.@Nullable Call find(UUID eventId) {
        CountedEntry entry = calls.get(originalOf(eventId));
        return entry instanceof CountedEntry.Call call ? call : null;
    }

    private UUID originalOf(UUID eventId) {
        return calls.get(eventId) instanceof CountedEntry.Alias alias ? alias.originalId() : eventId;
    }
}
