package io.millrace.schemas.rating;

import io.millrace.schemas.rule.Require;

/**
 * A price as it was applied.
 *
 * @param priceId 1 to 256 characters
 * @param version of the price row, from 1
 */
public record PriceReference(String priceId, int version) {
    public PriceReference {
        Require.identifier("rated.price_id", priceId);
        Require.atLeast("rated.price_version", version, 1);
    }
}
