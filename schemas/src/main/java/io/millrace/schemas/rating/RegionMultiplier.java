package io.millrace.schemas.rating;

import io.millrace.schemas.rule.Require;

/**
 * What a provider region makes of the whole cost of a call.
 *
 * @param region as in the call, 1 to 256 characters
 * @param costMultiplierPpm cost per cost elsewhere, parts per million, 0 to a thousandfold: 1100000 adds a tenth
 */
public record RegionMultiplier(String region, long costMultiplierPpm) {
    public RegionMultiplier {
        Require.identifier("price.region_multipliers.region", region);
        Require.between("price.region_multipliers.cost_multiplier_ppm", costMultiplierPpm, 0, Price.MULTIPLIER_PPM_MAX);
    }
}
