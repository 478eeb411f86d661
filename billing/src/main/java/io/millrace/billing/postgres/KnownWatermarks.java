package io.millrace.billing.postgres;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How far this process has seen each partition posted. A watermark never goes back, so one that did belongs to another
 * database than before: a replica that was behind, a backup brought back. Thread-safe.
 */
final class KnownWatermarks {
    private record Partition(UUID topicId, int number) {}

    private final ConcurrentMap<Partition, Long> known = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();

    /**
     * Remembers a watermark that was read.
     *
     * @throws MillraceException code WATERMARK_REGRESSED, for any partition, from the first one that went back to the end of
     *     this process: whatever that database says is not to be built upon
     */
    void saw(UUID topicId, int partition, long nextOffset) {
        long before = known.merge(new Partition(topicId, partition), nextOffset, Math::max);
        if (nextOffset < before) {
            refusal.compareAndSet(
                    null,
                    Expected.message(
                            "partition " + partition + " watermark",
                            nextOffset,
                            ">= " + before + ", as seen before: this database is a replica that is behind, or a"
                                    + " backup; nothing is posted until billing is started anew"));
        }
        String refused = refusal.get();
        if (refused != null) {
            throw new MillraceException(ErrorKind.EXTERNAL, "WATERMARK_REGRESSED", refused);
        }
    }
}
