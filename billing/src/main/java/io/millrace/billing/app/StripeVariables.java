package io.millrace.billing.app;

import java.util.Map;
import java.util.Optional;

/**
 * The environment variables that lead billing to another Stripe: {@code STRIPE_API_KEY} for {@code stripe.api.key}, {@code
 * STRIPE_API_BASE} for {@code stripe.api.base}, and {@code STRIPE_ALLOW_LIVE=yes} for {@code stripe.live.allowed=true}, without
 * which a live key is refused wherever it comes from. One that is blank is none.
 */
final class StripeVariables {
    private static final Map<String, String> SETTINGS =
            Map.of("STRIPE_API_KEY", "stripe.api.key", "STRIPE_API_BASE", "stripe.api.base");

    private StripeVariables() {}

    static Optional<Map.Entry<String, String>> setting(String variable, String value) {
        if (variable.equals("STRIPE_ALLOW_LIVE") && value.equals("yes")) {
            return Optional.of(Map.entry("stripe.live.allowed", "true"));
        }
        return value.isBlank() || !SETTINGS.containsKey(variable)
                ? Optional.empty()
                : Optional.of(Map.entry(SETTINGS.getOrDefault(variable, variable), value.strip()));
    }
}
