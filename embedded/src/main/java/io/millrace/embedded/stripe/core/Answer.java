package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.StripeObject;
import java.util.List;
import java.util.Set;

/** What the client is told. */
public sealed interface Answer {

    /**
     * One object.
     *
     * @param expansions paths of references that are shown as whole objects, such as {@code latest_charge}
     */
    record Shown(StripeObject object, Set<String> expansions) implements Answer {}

    /** One page, newest first. */
    record Listed(String url, List<? extends StripeObject> page, boolean hasMore, Set<String> expansions)
            implements Answer {}

    /** An error that comes with a change: a declined charge. */
    record Refused(StripeError error) implements Answer {}

    /** The object, and what its request asked to expand. */
    static Answer shown(StripeObject object, Parameters parameters) {
        return new Shown(object, Set.copyOf(parameters.list(Parameters.EXPAND)));
    }
}
