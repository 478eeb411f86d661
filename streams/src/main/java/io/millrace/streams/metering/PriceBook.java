package io.millrace.streams.metering;

import io.millrace.schemas.rating.Price;
import io.millrace.schemas.usage.ModelCall;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All prices known at one moment: those of the providers, and apart from them those of single workspaces. Immutable,
 * thread-safe. A call is priced only by prices of its own provider.
 *
 * <p>The name looked up is that of the model served. Where nothing is known to have answered, it is the deployment, if a
 * price has that among its aliases, else the model asked for. A name leads to the first price in force of:
 *
 * <ol>
 *   <li>the price named {@code <region of the call>/<name>}
 *   <li>the price of exactly that name
 *   <li>the price with that alias
 *   <li>the same three for each shorter form of the name (see {@link ModelNames}): without its dated or revision suffix
 *       ({@code -2025-08-07}, {@code @20250929}, {@code -v1:0}), without the region prefix ({@code eu.}), without both
 * </ol>
 *
 * Of several prices in force the one with the newest start wins, then the highest version, then the greatest price id. The
 * names in a record stay as they were reported.
 */
public final class PriceBook {
    public static final PriceBook EMPTY = of(List.of());

    private final Map<String, ProviderPrices> providers = new HashMap<>();
    private final Map<String, Map<String, ProviderPrices>> own = new HashMap<>();
    private final int size;

    private PriceBook(Collection<Price> prices) {
        for (Price price : prices) {
            String workspace = price.workspaceId();
            Map<String, ProviderPrices> shelf =
                    workspace == null ? providers : own.computeIfAbsent(workspace, id -> new HashMap<>());
            shelf.computeIfAbsent(price.provider(), ProviderPrices::new).add(new RateCard(price));
        }
        size = prices.size();
    }

    public static PriceBook of(Collection<Price> prices) {
        return new PriceBook(prices);
    }

    public int size() {
        return size;
    }

    /** The provider's price in force at the instant for a model of this name, in no region; null when there is none. */
    public @Nullable Price lookup(String provider, String model, long atMicros) {
        ProviderPrices prices = providers.get(provider);
        RateCard card = prices == null ? null : prices.named(model, null, atMicros);
        return card == null ? null : card.price();
    }

    /** What the provider takes for the call; null when no price is in force. */
    @Nullable
    RateCard card(ModelCall call, long atMicros) {
        return card(providers.get(call.provider()), call, atMicros);
    }

    /** What the workspace is charged for the call by a price of its own; null when none is in force. */
    @Nullable
    RateCard ownCard(String workspaceId, ModelCall call, long atMicros) {
        Map<String, ProviderPrices> shelf = own.get(workspaceId);
        return shelf == null ? null : card(shelf.get(call.provider()), call, atMicros);
    }

    private static @Nullable RateCard card(@Nullable ProviderPrices prices, ModelCall call, long atMicros) {
        if (prices == null) {
            return null;
        }
        String deployment = call.deployment();
        if (call.modelServed() == null && deployment != null) {
            RateCard deployed = prices.aliased(deployment, atMicros);
            if (deployed != null) {
                return deployed;
            }
        }
        return prices.named(call.modelPriced(), call.region(), atMicros);
    }
}
