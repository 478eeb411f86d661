package io.millrace.schemas.rating;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.rule.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rates of one model over one span of time, [effectiveFrom, effectiveUntil). Names are 1 to 256 characters. Immutable.
 *
 * @param priceId provider/model@effective date
 * @param version from 1; grows by one each time the row is written
 * @param provider canonical lower-case name
 * @param model its name
 * @param aliases other names the provider answers with; at most 256
 * @param effectiveFromMicros first instant it holds, microseconds since the epoch
 * @param effectiveUntilMicros first instant it no longer holds, later than the first; null while it is open
 * @param reasoningMode how reasoning is reported
 * @param rates 1 to 1024
 * @param source where they were read, and when; at most 1024 characters
 * @param offPeakWindows when off-peak rates hold, at event time; at most 24, and one at least where there is such a rate
 * @param regionMultipliers of regions that cost more or less, each once; at most 256
 * @param workspaceId whose charge these rates make, in place of cost times markup; null: what the provider takes
 */
public record Price(
        String priceId,
        int version,
        String provider,
        String model,
        List<String> aliases,
        long effectiveFromMicros,
        @Nullable Long effectiveUntilMicros,
        ReasoningMode reasoningMode,
        List<ComponentRate> rates,
        String source,
        List<DailyWindow> offPeakWindows,
        List<RegionMultiplier> regionMultipliers,
        @Nullable String workspaceId) {
    public static final int RATES_MAX = 1024;
    public static final int ALIASES_MAX = 256;
    public static final int SOURCE_LENGTH_MAX = 1024;
    public static final int OFF_PEAK_WINDOWS_MAX = 24;
    public static final int REGIONS_MAX = 256;
    /** A multiplier that leaves a cost as it is. */
    public static final long PPM = 1_000_000L;

    public static final long MULTIPLIER_PPM_MAX = 1_000 * PPM;

    public Price {
        aliases = List.copyOf(aliases);
        rates = List.copyOf(rates);
        offPeakWindows = List.copyOf(offPeakWindows);
        regionMultipliers = List.copyOf(regionMultipliers);
        Require.identifier("price.price_id", priceId);
        Require.atLeast("price.version", version, 1);
        requireNames(provider, model, aliases);
        requireSpan(priceId, effectiveFromMicros, effectiveUntilMicros);
        if (rates.isEmpty()) {
            throw Expected.illegal("price " + priceId + " rates", "none", "at least one");
        }
        Require.sizeAtMost("price.rates entries", rates, RATES_MAX);
        Require.note("price.source", source, SOURCE_LENGTH_MAX);
        Require.sizeAtMost("price.off_peak_windows entries", offPeakWindows, OFF_PEAK_WINDOWS_MAX);
        if (offPeakWindows.isEmpty() && rates.stream().anyMatch(ComponentRate::offPeak)) {
            throw Expected.illegal("price " + priceId + " off_peak_windows", "none", "at least one for off-peak rates");
        }
        requireDistinct(priceId, regionMultipliers);
        if (workspaceId != null) {
            Require.workspaceId("price.workspace_id", workspaceId);
        }
    }

    /** What the provider takes, the same at any time of the day and in every region. */
    public Price(
            String priceId,
            int version,
            String provider,
            String model,
            List<String> aliases,
            long effectiveFromMicros,
            @Nullable Long effectiveUntilMicros,
            ReasoningMode reasoningMode,
            List<ComponentRate> rates,
            String source) {
        this(
                priceId,
                version,
                provider,
                model,
                aliases,
                effectiveFromMicros,
                effectiveUntilMicros,
                reasoningMode,
                rates,
                source,
                List.of(),
                List.of(),
                null);
    }

    public boolean inForceAt(long micros) {
        return micros >= effectiveFromMicros && (effectiveUntilMicros == null || micros < effectiveUntilMicros);
    }

    private static void requireNames(String provider, String model, List<String> aliases) {
        Require.identifier("price.provider", provider);
        Require.identifier("price.model", model);
        Require.sizeAtMost("price.aliases entries", aliases, ALIASES_MAX);
        for (String alias : aliases) {
            Require.identifier("price.aliases", alias);
        }
    }

    private static void requireSpan(String priceId, long from, @Nullable Long until) {
        Require.instant("price.effective_from_micros", from);
        if (until == null) {
            return;
        }
        Require.instant("price.effective_until_micros", until);
        if (until <= from) {
            throw Expected.illegal(
                    "price " + priceId + " effective_until_micros", until, "> effective_from_micros " + from);
        }
    }

    private static void requireDistinct(String priceId, List<RegionMultiplier> multipliers) {
        Require.sizeAtMost("price.region_multipliers entries", multipliers, REGIONS_MAX);
        Set<String> seen = new HashSet<>();
        for (RegionMultiplier multiplier : multipliers) {
            if (!seen.add(multiplier.region())) {
                throw Expected.illegal(
                        "price " + priceId + " region_multipliers.region", multiplier.region(), "each region once");
            }
        }
    }
}
