package io.millrace.billing.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What the ledger has of one kind of object. Implementations are thread-safe. */
public interface Books {
    /** What is known of each, by the provider's id; every id asked for is a key. */
    Map<String, Match> match(Collection<ProviderItem> items);

    /**
     * What stands in the ledger: booked in the span, or still open now.
     *
     * @param afterId those whose id is greater; empty for the first ones
     * @param max at most, in ascending order of id by its bytes
     */
    List<Booked> page(Span span, String afterId, int max);
}
