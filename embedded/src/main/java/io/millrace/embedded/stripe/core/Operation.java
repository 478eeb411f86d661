package io.millrace.embedded.stripe.core;

/** What one endpoint does: finds out, without changing anything itself. */
@FunctionalInterface
public interface Operation {
    /**
     * Runs against the state.
     *
     * @param nowSeconds since the epoch
     * @throws StripeRefusal when nothing is to be changed
     */
    Outcome run(StripeState state, Parameters parameters, long nowSeconds);
}
