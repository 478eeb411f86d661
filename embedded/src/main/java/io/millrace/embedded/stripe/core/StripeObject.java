package io.millrace.embedded.stripe.core;

/** What Stripe gives an id to. Immutable; a change is a new object of the same id. */
public sealed interface StripeObject permits Customer, PaymentMethod, Charge, PaymentIntent {
    String id();

    /** Seconds since the epoch. */
    long createdSeconds();
}
