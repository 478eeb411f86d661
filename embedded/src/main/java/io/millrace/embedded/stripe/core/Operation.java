package io.millrace.embedded.stripe.core;

/** What one endpoint does: it writes into a draft, and changes nothing itself. */
@FunctionalInterface
public interface Operation {
    /**
     * Runs against the draft's state.
     *
     * @throws StripeRefusal when nothing is to be changed, whatever the draft holds
     */
    Answer run(Draft draft, Parameters parameters);
}
