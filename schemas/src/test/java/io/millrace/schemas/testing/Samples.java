package io.millrace.schemas.testing;

import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Origin;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sample records for tests: plain, valid, and easy to vary. */
public final class Samples {
    private Samples() {}

    /** A UUIDv7 with the time and a number in it. */
    public static UUID eventId(long micros, long number) {
        long high = (micros / 1_000) << 16 | 0x7000L | (number >>> 52);
        return new UUID(high, 0x8000_0000_0000_0000L | (number & 0x3FFF_FFFF_FFFF_FFFFL));
    }

    /** A pseudonym of the agreed form; the same number, the same one. */
    public static String pseudonym(long number) {
        return String.format("test.%022d", number);
    }

    /** A successful chat call of workspace w, key {@code <w>-key-1}, gpt-4.1-mini, at the given instant. */
    public static Usage usage(String workspace, long occurredAtMicros, long number, long input, long output) {
        return usage(workspace, workspace + "-key-1", occurredAtMicros, number, TokenCounts.of(input, output));
    }

    public static Usage usage(
            String workspace, String apiKeyId, long occurredAtMicros, long number, TokenCounts tokens) {
        return new Usage(
                eventId(occurredAtMicros, number),
                new Attribution(
                        workspace,
                        "team-1",
                        pseudonym(1),
                        apiKeyId,
                        KeyKind.STANDARD,
                        null,
                        "assistant",
                        "production",
                        null,
                        null),
                new ModelCall(Operation.CHAT, "openai", "gpt-4.1-mini", "gpt-4.1-mini", null, null, null, false, true),
                tokens,
                UnitCounts.NONE,
                UsageSource.PROVIDER,
                new Timing(occurredAtMicros, occurredAtMicros + 1_000, 850_000L, 210_000L, 900L, null),
                Result.SUCCESS,
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                new Origin("gateway-1", 1_700_000_000_000_000L, number),
                Map.of());
    }

    /** The call again, by another provider, model and feature; null is no feature. */
    public static Usage served(Usage usage, String provider, String model, @Nullable String feature) {
        Attribution by = usage.attribution();
        return new Usage(
                usage.eventId(),
                new Attribution(
                        by.workspaceId(),
                        by.teamId(),
                        by.userPseudonym(),
                        by.apiKeyId(),
                        by.keyKind(),
                        by.clientIpPseudonym(),
                        feature,
                        by.environment(),
                        by.sessionId(),
                        by.sourceLabel()),
                new ModelCall(Operation.CHAT, provider, model, model, null, null, null, false, true),
                usage.tokens(),
                usage.units(),
                usage.usageSource(),
                usage.timing(),
                usage.result(),
                usage.attempt(),
                usage.credentialMode(),
                usage.statedCostNanoUsd(),
                usage.corrects(),
                usage.decision(),
                usage.origin(),
                usage.metadata());
    }
}
