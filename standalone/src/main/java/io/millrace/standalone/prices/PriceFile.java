package io.millrace.standalone.prices;

import io.millrace.schemas.rating.Price;
import java.util.List;

/**
 * What was read from a price file.
 *
 * @param refused one line for each rate that could not be read; a price with such a rate is left out whole,
 *     since the rest of it would undercharge
 * @param skipped models that have no price per token
 */
public record PriceFile(List<Price> prices, List<String> refused, int skipped) {
    public PriceFile {
        prices = List.copyOf(prices);
        refused = List.copyOf(refused);
    }
}
