package io.millrace.streams.metering;

import io.millrace.schemas.money.Rate;
import io.millrace.schemas.rating.Component;
import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.rating.ReasoningMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices for tests. */
public final class Prices {
    private Prices() {}

    public static ComponentRate rate(Component component, String usdPerUnit) {
        return ComponentRate.base(component, Rate.parseUsdPerUnit(usdPerUnit));
    }

    public static ComponentRate above(long inputTokens, Component component, String usdPerUnit) {
        return new ComponentRate(component, Rate.parseUsdPerUnit(usdPerUnit), inputTokens, null, false);
    }

    /** An open-ended price of openai's gpt-4.1-mini, the model of the samples. */
    public static Price of(ComponentRate... rates) {
        return named("gpt-4.1-mini", 0, null, rates);
    }

    public static Price named(String model, long fromMicros, @Nullable Long untilMicros, ComponentRate... rates) {
        return new Price(
                "openai/" + model + "@" + fromMicros,
                1,
                "openai",
                model,
                List.of(model + "-alias"),
                fromMicros,
                untilMicros,
                ReasoningMode.INCLUDED,
                List.of(rates),
                "test");
    }
}
