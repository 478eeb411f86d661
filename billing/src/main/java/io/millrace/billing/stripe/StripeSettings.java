package io.millrace.billing.stripe;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import org.jspecify.annotations.Nullable;

/**
 * How Stripe is reached.
 *
 * @param apiBase such as https://api.stripe.com, without a trailing slash
 * @param liveAllowed whether a live key is taken; without it, only test keys are
 * @param returnUrl where customers come back to after they agreed to a payment; null where they are not sent to Stripe's page
 * @param bankDebits whether payments by debit of a US bank account are taken beside cards
 */
public record StripeSettings(
        Secret apiKey,
        String apiBase,
        boolean liveAllowed,
        @Nullable String returnUrl,
        boolean bankDebits) {
    public StripeSettings {
        String key = apiKey.reveal();
        boolean test = key.startsWith("sk_test_") || key.startsWith("rk_test_");
        boolean live = key.startsWith("sk_live_") || key.startsWith("rk_live_");
        if (!test && !(live && liveAllowed)) {
            throw Expected.illegal("stripe api key", apiKey, liveAllowed ? "a secret key" : "a test key, sk_test_…");
        }
        if (!apiBase.startsWith("http://") && !apiBase.startsWith("https://")) {
            throw Expected.illegal("stripe api base", apiBase, "a URL");
        }
        if (returnUrl != null && !returnUrl.startsWith("https://") && !returnUrl.startsWith("http://")) {
            throw Expected.illegal("stripe return url", returnUrl, "a URL");
        }
    }

    /** Cards alone, and nobody is sent to a page of Stripe. */
    public StripeSettings(Secret apiKey, String apiBase, boolean liveAllowed) {
        this(apiKey, apiBase, liveAllowed, null, false);
    }

    /** Whether real money moves. */
    public boolean live() {
        return apiKey.reveal().startsWith("sk_live_") || apiKey.reveal().startsWith("rk_live_");
    }
}
