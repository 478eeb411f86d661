package io.millrace.sinks.testing;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import io.millrace.sinks.rollup.UsageRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls by what rollups are made of. */
public final class Calls {
    private long number;

    /** A priced call whose cost is four fifths of its charge. */
    public UsageRow priced(
            String workspace, String model, @Nullable String feature, long atMicros, long chargeNanoUsd) {
        return row(
                usage(workspace, model, feature, atMicros, TokenCounts.NONE, 1_000, Outcome.SUCCESS),
                chargeNanoUsd,
                null);
    }

    /** With everything that the examples of the documentation show. */
    public UsageRow whole(
            String workspace,
            String model,
            String feature,
            long atMicros,
            TokenCounts tokens,
            long latencyMicros,
            Outcome outcome,
            long chargeNanoUsd,
            @Nullable Long savingNanoUsd) {
        Usage usage = usage(workspace, model, feature, atMicros, tokens, latencyMicros, outcome);
        return row(usage, chargeNanoUsd, savingNanoUsd);
    }

    private static UsageRow row(Usage usage, long chargeNanoUsd, @Nullable Long savingNanoUsd) {
        long cost = chargeNanoUsd / 5 * 4;
        return new UsageRow(
                usage, true, "price-1", 1, cost, chargeNanoUsd, usage.occurredAtMicros(), null, savingNanoUsd);
    }

    private Usage usage(
            String workspace,
            String model,
            @Nullable String feature,
            long atMicros,
            TokenCounts tokens,
            long latencyMicros,
            Outcome outcome) {
        return new Usage(
                Samples.eventId(atMicros, ++number),
                new Attribution(workspace, null, null, null, KeyKind.UNKNOWN, null, feature, null, null, null),
                new ModelCall(Operation.CHAT, "provider", model, model, null, null, null, false, false),
                tokens,
                UnitCounts.NONE,
                UsageSource.PROVIDER,
                new Timing(atMicros, atMicros, latencyMicros, null, null, null),
                new Result(outcome, null, null),
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                null,
                Map.of());
    }
}
