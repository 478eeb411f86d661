package io.millrace.streams.metering;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.Usage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is remembered of an event id that was counted, so that it can be corrected. Immutable. */
public sealed interface CountedEntry {
    /** The id is that of a correction; what counts is kept under the id of the original. */
    record Alias(UUID originalId) implements CountedEntry {}

    /**
     * What a call counts for, its corrections included.
     *
     * @param eventId of the record that says so: the call itself, or its latest correction
     * @param values of the dimensions that were watched when the call was first counted; "" where it has none
     * @param requests 1, or 0 where it is none
     * @param inputTokens all input
     * @param outputTokens all output
     * @param cacheReadTokens input read from a cache
     */
    record Call(
            UUID eventId,
            String workspaceId,
            long occurredAtMicros,
            Map<Dimension, String> values,
            long requests,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            Money cost,
            Money charge)
            implements CountedEntry {
        /** @param watched dimensions on which it is counted */
        public static Call of(Usage usage, Rating rating, Set<Dimension> watched) {
            Map<Dimension, String> values = new EnumMap<>(Dimension.class);
            for (Dimension dimension : watched) {
                String value = usage.valueOf(dimension);
                values.put(dimension, value == null ? "" : value);
            }
            TokenCounts tokens = usage.tokens();
            return new Call(
                    usage.eventId(),
                    usage.workspaceId(),
                    usage.occurredAtMicros(),
                    values,
                    Amounts.of(Measure.REQUESTS, usage, rating),
                    TokenCounts.orZero(tokens.inputTotal()),
                    TokenCounts.orZero(tokens.outputTotal()),
                    TokenCounts.orZero(tokens.cacheRead()),
                    rating.cost(),
                    rating.charge());
        }

        /** The value of a watched dimension; null where the call has none. */
        @Nullable
        String value(Dimension dimension) {
            String value = values.get(dimension);
            return value == null || value.isEmpty() ? null : value;
        }

        long amount(Measure measure) {
            return switch (measure) {
                case CHARGE -> charge.nanoUsd();
                case COST -> cost.nanoUsd();
                case TOKENS -> inputTokens + outputTokens;
                case REQUESTS -> requests;
            };
        }

        /** This call as what a correction takes the place of. */
        public Replacement replacement() {
            return new Replacement(eventId, inputTokens, outputTokens, cacheReadTokens, cost, charge);
        }
    }
}
