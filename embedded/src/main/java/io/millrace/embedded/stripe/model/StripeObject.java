package io.millrace.embedded.stripe.model;

/** What Stripe gives an id to. Immutable; a change is a new object of the same id. */
public sealed interface StripeObject
        permits BalanceTransaction,
                Charge,
                CheckoutSession,
                Customer,
                Dispute,
                Event,
                Invoice,
                PaymentIntent,
                PaymentMethod,
                Price,
                Product,
                Refund,
                SetupIntent,
                Subscription {
    String id();

    /** Seconds since the epoch. */
    long createdSeconds();
}
