package io.millrace.billing.checkout;

import org.jspecify.annotations.Nullable;

/**
 * A payment method that is kept for later charges.
 *
 * @param paymentMethod the provider's id
 * @param last4 the last digits of a card; null for what is no card
 */
public record KeptCard(String paymentMethod, @Nullable String last4) {}
