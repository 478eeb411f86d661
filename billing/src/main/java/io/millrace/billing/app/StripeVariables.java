package io.millrace.billing.app;

import java.util.Map;
import java.util.TreeMap;

/**
 * The environment variables that lead billing to another Stripe, over what the settings file says: {@code STRIPE_API_KEY} for
 * {@code stripe.api.key}, {@code STRIPE_API_BASE} for {@code stripe.api.base}, and {@code STRIPE_ALLOW_LIVE=yes} for {@code
 * stripe.live.allowed=true}, without which a live key is refused wherever it comes from. One that is blank is none.
 */
final class StripeVariables {
    private static final Map<String, String> SETTINGS =
            Map.of("STRIPE_API_KEY", "stripe.api.key", "STRIPE_API_BASE", "stripe.api.base");
    private static final String ALLOW_LIVE = "STRIPE_ALLOW_LIVE";

    private StripeVariables() {}

    /** The settings with the variables over them, one by one. */
    static Map<String, String> over(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(settings);
        SETTINGS.forEach((variable, setting) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                all.put(setting, value.strip());
            }
        });
        if (environment.getOrDefault(ALLOW_LIVE, "").equals("yes")) {
            all.put("stripe.live.allowed", "true");
        }
        return all;
    }
}
