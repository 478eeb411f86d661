package io.millrace.billing.charging;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Top-ups that may have left payments behind which nobody will ever confirm. Implementations are thread-safe. */
public interface Orphans {
    /**
     * One such top-up.
     *
     * @param paymentIntent the one payment that is its own; null where it failed without
     */
    record Suspect(
            UUID topUpId, String stripeCustomer, @Nullable String paymentIntent) {}

    /** One whose last create was sent more than an hour ago, and that keeps its payment's id or is final. */
    Optional<Suspect> next();

    /** It was looked after. */
    void swept(UUID topUpId);
}
