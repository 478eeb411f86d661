package io.millrace.standalone.rejected;

import io.millrace.schemas.rating.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals are meant; every part must fit. Immutable.
 *
 * @param ids these; none for all
 * @param reasons for one of these; none for all
 * @param since that reached Kafka at this instant or later; null for all
 */
public record RefusalFilter(
        List<RejectedId> ids,
        Set<RejectReason> reasons,
        @Nullable Instant since) {
    public RefusalFilter {
        ids = List.copyOf(ids);
        reasons = Set.copyOf(reasons);
    }

    public static RefusalFilter of(RejectedId id) {
        return new RefusalFilter(List.of(id), Set.of(), null);
    }

    /** True when nothing is asked for, which means everything. */
    public boolean isOpen() {
        return ids.isEmpty() && reasons.isEmpty() && since == null;
    }

    public boolean matches(Refusal refusal) {
        return (ids.isEmpty() || ids.contains(refusal.id()))
                && (reasons.isEmpty() || reasons.contains(refusal.record().reason()))
                && (since == null || !refusal.time().isBefore(since));
    }
}
