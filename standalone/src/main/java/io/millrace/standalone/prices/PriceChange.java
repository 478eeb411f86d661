package io.millrace.standalone.prices;

import io.millrace.schemas.rating.ComponentRate;
import io.millrace.schemas.rating.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What importing one price would do to the book.
 *
 * @param price as it would be written: its version one above that of the row it replaces
 * @param former the row it replaces, or else the price of the same model that it takes over from; null for neither
 * @param jumps the rates that differ from the former ones by more than the bound
 */
public record PriceChange(
        Kind kind, Price price, @Nullable Price former, List<RateChange> rates, List<RateChange> jumps) {
    /** What happens to the row. */
    public enum Kind {
        /** There is no row of this id. */
        NEW,
        /** The row of this id is written again, with other contents. */
        CHANGED,
        /** The row of this id says the same already. */
        UNCHANGED
    }

    /** A rate before and after; null where there is none. Both are for the same component and condition. */
    public record RateChange(
            @Nullable ComponentRate before, @Nullable ComponentRate after) {}

    public PriceChange {
        rates = List.copyOf(rates);
        jumps = List.copyOf(jumps);
    }
}
