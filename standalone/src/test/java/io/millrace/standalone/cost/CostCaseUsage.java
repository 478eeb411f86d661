package io.millrace.standalone.cost;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usage record that a gateway would publish for a case. */
final class CostCaseUsage {
    private static final long MILLIS_PER_SECOND = 1_000;

    private CostCaseUsage() {}

    static Usage of(CostCase cost, String provider, String model, Instant at) {
        long micros = Micros.of(at);
        return new Usage(
                Samples.eventId(micros, 1),
                new Attribution("acme", null, null, null, KeyKind.UNKNOWN, null, null, null, null, null),
                new ModelCall(
                        Operation.CHAT,
                        provider,
                        model,
                        model,
                        null,
                        null,
                        tier(cost.serviceTier()),
                        cost.batch(),
                        false),
                tokens(cost),
                units(cost),
                UsageSource.PROVIDER,
                new Timing(micros, micros, null, null, null, null),
                Result.SUCCESS,
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                null,
                Map.of());
    }

    /** The standard tier is null in our records. */
    static @Nullable String tier(@Nullable String stated) {
        return "standard".equals(stated) ? null : stated;
    }

    /** Citations that a search model reads cost what its input does, and are counted with it. */
    private static TokenCounts tokens(CostCase cost) {
        long read = cost.count("cache_read") + cost.count("cached");
        long write1h = cost.count("cache_write_1h");
        boolean split = cost.counts("cache_write_1h") || cost.counts("cache_write_5m");
        long write5m = split ? cost.count("cache_write_5m") : cost.count("cache_write") + cost.count("cache_creation");
        long audio = cost.count("audio_in");
        long uncached = cost.counts("prompt_incl_cache")
                ? cost.count("prompt_incl_cache") - read - write5m - write1h
                : cost.count("prompt") + (cost.counts("completion_text") ? cost.count("text") + audio : 0);
        uncached += cost.count("citation");
        long output = cost.count("completion") + cost.count("completion_text") + cost.count("audio_out");
        long reasoning = cost.count("reasoning_incl") + cost.count("reasoning");
        long added = cost.count("reasoning_additional");
        return new TokenCounts(
                uncached + read + write5m + write1h,
                uncached,
                read,
                write5m,
                write1h,
                output + added,
                reasoning + added,
                audio,
                cost.count("image_tokens") + cost.count("image"),
                null,
                cost.count("audio_out"),
                null);
    }

    private static UnitCounts units(CostCase cost) {
        return new UnitCounts(
                cost.count("images"),
                cost.count("audio_seconds") * MILLIS_PER_SECOND,
                cost.count("prompt_characters") + cost.count("completion_characters"),
                cost.count("search_queries"));
    }
}
