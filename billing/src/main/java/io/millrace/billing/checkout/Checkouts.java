package io.millrace.billing.checkout;

import io.millrace.billing.charging.Intent;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where checkouts are kept. Implementations are thread-safe, and every method is one transaction. */
public interface Checkouts {
    /** Takes the lease of one that is due and that nobody holds; empty when there is none. */
    Optional<Checkout> claim(Duration lease);

    /** Takes the lease of this one, if it is due and nobody holds it. */
    Optional<Checkout> claim(UUID topUpId, Duration lease);

    /**
     * Commits its state, and holds its lease for the given time.
     *
     * @return the stored one; empty when somebody else changed it meanwhile, so that the caller must let go of it
     */
    Optional<Checkout> save(Checkout checkout, Duration lease);

    /** Keeps the customer that was made at the provider; the first one it is told. */
    Optional<Checkout> customer(Checkout checkout, String stripeCustomer);

    /** Ends the top-up as FAILED: no page of it can be paid on any more, and no payment of it succeed. */
    void fail(Checkout checkout, String error);

    /** Sets the top-up aside until a person releases it. */
    void freeze(Checkout checkout, String error);

    /** Books the payment; see {@link io.millrace.billing.charging.Settlement#settle}. */
    void settle(Checkout checkout, Intent intent);

    /** Makes a card the workspace's payment method; null where it cannot be charged later. It is not asked for again. */
    void keep(Checkout checkout, @Nullable KeptCard card);
}
