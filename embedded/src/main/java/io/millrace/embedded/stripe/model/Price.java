package io.millrace.embedded.stripe.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a product costs.
 *
 * @param unitCents whole cents
 * @param interval {@code day}, {@code week}, {@code month} or {@code year}; null for what is paid once
 */
public record Price(
        String id,
        long createdSeconds,
        String product,
        long unitCents,
        String currency,
        @Nullable String interval,
        @Nullable String nickname,
        Map<String, String> metadata)
        implements StripeObject {}
