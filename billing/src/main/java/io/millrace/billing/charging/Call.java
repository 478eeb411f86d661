package io.millrace.billing.charging;

/** The one thing to ask of the provider next. */
public sealed interface Call {
    record Create(NewIntent intent, IdempotencyKey key) implements Call {}

    record Find(String customer, String topUpId) implements Call {}

    record Confirm(String intentId, String paymentMethod, IdempotencyKey key) implements Call {}

    /** Confirms as if the customer were there, which yields the page where they agree. */
    record Authenticate(String intentId, String paymentMethod, IdempotencyKey key) implements Call {}

    record Retrieve(String intentId) implements Call {}

    record Cancel(String intentId, IdempotencyKey key) implements Call {}
}
