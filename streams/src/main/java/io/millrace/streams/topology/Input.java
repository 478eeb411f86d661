package io.millrace.streams.topology;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.usage.Usage;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What travels between the steps. */
sealed interface Input {
    /** A call that was read: as Avro, so that it is not mapped back, and as the core knows it. */
    record Call(UsageRecord record, Usage usage, Received received) implements Input {}

    /**
     * @param zone in which the months of its workspace begin
     * @param replaces what a correction takes the place of; null for a call, and until that is known
     */
    record RatedCall(
            Call call, Rating rating, ZoneId zone, @Nullable Replacement replaces) implements Input {
        RatedCall(Call call, Rating rating, ZoneId zone) {
            this(call, rating, zone, null);
        }
    }

    /** A new or changed policy; null ends it. */
    record PolicyChange(String policyId, @Nullable Policy policy) implements Input {}

    record WorkspaceChange(Workspace workspace) implements Input {}

    record Credit(CreditEntry entry) implements Input {}
}
