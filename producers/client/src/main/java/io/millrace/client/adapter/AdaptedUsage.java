package io.millrace.client.adapter;

import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.UsageSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says about its own use, in Millrace's terms. Immutable; holds no text of a prompt or completion.
 *
 * @param tokens always valid: parts that contradict their whole are null and in the findings
 * @param source PROVIDER when any token or unit was counted, else NONE
 * @param serviceTier null is the standard tier
 * @param batch true when the answer says it came from the batch interface
 * @param credentialMode whose provider key paid, where the answer says
 * @param statedCostNanoUsd exact, rounded half-even to nano-USD; for comparison only
 * @param providerLatencyMicros as the provider measured it
 * @param findings at most 32
 * @param unknownFields names of fields of the usage object that are not known here, with how often; at most 33 names
 */
public record AdaptedUsage(
        TokenCounts tokens,
        UnitCounts units,
        UsageSource source,
        @Nullable String modelServed,
        @Nullable String serviceTier,
        boolean batch,
        @Nullable String region,
        @Nullable String providerResponseId,
        @Nullable String finishReason,
        @Nullable CredentialMode credentialMode,
        @Nullable Long statedCostNanoUsd,
        @Nullable Long providerLatencyMicros,
        List<Finding> findings,
        Map<String, Integer> unknownFields) {
    /** Reasons that say the provider declined, in lower case. Anything else is an answer. */
    private static final Set<String> REFUSALS = Set.of(
            "content_filter",
            "content_filtered",
            "refusal",
            "guardrail_intervened",
            "safety",
            "image_safety",
            "recitation",
            "blocklist",
            "prohibited_content",
            "spii",
            "error_toxic");

    /** REFUSED where the finish reason says the provider declined, else SUCCESS: an answer with a body has ended well. */
    public Outcome outcome() {
        return isRefusal(finishReason) ? Outcome.REFUSED : Outcome.SUCCESS;
    }

    /** Whether a finish reason, in any case of letters, says that the provider declined. */
    public static boolean isRefusal(@Nullable String finishReason) {
        return finishReason != null && REFUSALS.contains(finishReason.toLowerCase(Locale.ROOT));
    }

    /** The same without counts, for an answer that used nothing at the provider. */
    AdaptedUsage withoutCounts() {
        return new AdaptedUsage(
                TokenCounts.NONE,
                UnitCounts.NONE,
                UsageSource.NONE,
                modelServed,
                serviceTier,
                batch,
                region,
                providerResponseId,
                finishReason,
                credentialMode,
                statedCostNanoUsd,
                providerLatencyMicros,
                findings,
                unknownFields);
    }
}
