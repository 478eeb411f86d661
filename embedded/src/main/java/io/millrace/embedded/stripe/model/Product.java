package io.millrace.embedded.stripe.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sold. */
public record Product(
        String id,
        long createdSeconds,
        String name,
        @Nullable String description,
        Map<String, String> metadata) implements StripeObject {}
