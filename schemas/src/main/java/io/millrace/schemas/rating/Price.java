package io.millrace.schemas.rating;

import io.millrace.schemas.error.Expected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rates of one model over [effectiveFrom, effectiveUntil), microseconds since the epoch; null is open. */
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
        String source) {

    public Price {
        aliases = List.copyOf(aliases);
        rates = List.copyOf(rates);
        if (rates.isEmpty()) {
            throw Expected.illegal("price " + priceId + " rates", "none", "at least one");
        }
        if (effectiveUntilMicros != null && effectiveUntilMicros <= effectiveFromMicros) {
            throw Expected.illegal(
                    "price " + priceId + " effective_until_micros",
                    effectiveUntilMicros,
                    "> effective_from_micros " + effectiveFromMicros);
        }
    }

    public boolean inForceAt(long micros) {
        return micros >= effectiveFromMicros && (effectiveUntilMicros == null || micros < effectiveUntilMicros);
    }
}
