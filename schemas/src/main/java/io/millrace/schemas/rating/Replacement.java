package io.millrace.schemas.rating;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import java.util.UUID;

/**
 * What a correction takes the place of, as it was counted. Immutable.
 *
 * @param eventId of the record replaced, a UUIDv7: the original or its latest correction
 * @param inputTokens all its input, cached included
 * @param outputTokens all its output
 * @param cacheReadTokens input read from the provider's cache
 * @param cost what the provider took; $0 while it was unpriced
 * @param charge what the workspace was drawn
 */
public record Replacement(
        UUID eventId, long inputTokens, long outputTokens, long cacheReadTokens, Money cost, Money charge) {
    public Replacement {
        Require.uuid7("rated.replaces.event_id", eventId);
        Require.atLeast("rated.replaces.input_tokens", inputTokens, 0);
        Require.atLeast("rated.replaces.output_tokens", outputTokens, 0);
        Require.between("rated.replaces.cache_read_tokens", cacheReadTokens, 0, inputTokens);
        Require.atLeast("rated.replaces.cost_nano_usd", cost.nanoUsd(), 0);
        Require.atLeast("rated.replaces.charge_nano_usd", charge.nanoUsd(), 0);
    }
}
