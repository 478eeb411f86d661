package io.millrace.embedded.stripe.core;

import java.util.List;
import java.util.Set;

/**
 * What a request leads to. Nothing of it counts before it is applied to the state.
 *
 * @param changed the objects in their new state
 */
public record Outcome(List<StripeObject> changed, Answer answer) {

    /** What the client is told. */
    public sealed interface Answer {}

    /** One object. */
    public record Shown(StripeObject object, Set<Expansion> expansions) implements Answer {}

    /** One page, newest first. */
    public record Listed(List<PaymentIntent> page, boolean hasMore, Set<Expansion> expansions) implements Answer {}

    /** An error that comes with a change: a declined charge. */
    public record Refused(StripeError error) implements Answer {}

    static Outcome shown(StripeObject object, Parameters parameters) {
        return new Outcome(List.of(), new Shown(object, Expansion.of(parameters)));
    }
}
