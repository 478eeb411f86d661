package io.millrace.standalone.prices;

import io.millrace.schemas.rating.Price;
import java.util.List;

/**
 * What was read from a price file. Each row of it is in the prices, or named in one of the first two lists.
 *
 * @param refused one line for each value that cannot be read; a price with such a value is left out whole, since the rest
 *     of it would charge a wrong amount
 * @param leftOut one line for each model whose price is in units that no call is counted in, or that states none
 * @param simplified one line for each part of a price that was rounded, or left away while the rest was taken
 */
public record PriceFile(List<Price> prices, List<String> refused, List<String> leftOut, List<String> simplified) {
    public PriceFile {
        prices = List.copyOf(prices);
        refused = List.copyOf(refused);
        leftOut = List.copyOf(leftOut);
        simplified = List.copyOf(simplified);
    }
}
