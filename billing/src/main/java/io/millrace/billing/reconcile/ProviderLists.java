package io.millrace.billing.reconcile;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider's own lists. Implementations are thread-safe.
 *
 * <p>Every method throws {@link io.millrace.billing.charging.GatewayException} when there was no answer.
 */
public interface ProviderLists {
    /** @param more whether others follow */
    record Page(List<ProviderItem> items, boolean more) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /**
     * Up to 100 objects created in the span, the newest first.
     *
     * @param after the id that the page before ended with; null for the first page
     */
    Page page(ItemKind kind, Span span, @Nullable String after);

    /** One object; empty where the provider does not know it. Not for movements. */
    Optional<ProviderItem> find(ItemKind kind, String id);

    /** The payment that a charge belongs to; empty for a charge made without one. */
    Optional<String> paymentOf(String chargeId);
}
