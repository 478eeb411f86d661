package io.millrace.sinks.database;

import io.millrace.schemas.rule.Require;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Usage;
import io.millrace.sinks.rollup.UsageRow;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Rows that the contract lets pass and the tables do not. */
final class BadRows {
    private BadRows() {}

    static UsageRow withCost(UsageRow row, long costNanoUsd) {
        return new UsageRow(row.usage(), true, "price-1", 1, costNanoUsd, 0, row.ingestedAtMicros());
    }

    /** JSON in PostgreSQL takes no NUL. */
    static UsageRow withNulInMetadata(UsageRow row) {
        Usage u = row.usage();
        return with(row, u.eventId(), u.attribution(), u.call(), Map.of("note", "nul \0 inside"));
    }

    /** Keys of a rollup that are as long as the contract allows, and together longer than an entry of an index. */
    static UsageRow withLongestKeys(UsageRow row) {
        Attribution a = row.usage().attribution();
        ModelCall c = row.usage().call();
        Attribution attribution = new Attribution(
                a.workspaceId(),
                a.teamId(),
                a.userPseudonym(),
                longest(1),
                a.keyKind(),
                a.clientIpPseudonym(),
                longest(2),
                longest(3),
                a.sessionId(),
                a.sourceLabel());
        ModelCall call = new ModelCall(
                c.operation(),
                c.provider(),
                c.modelRequested(),
                longest(4),
                c.deployment(),
                c.region(),
                c.serviceTier(),
                c.batch(),
                c.streamed());
        return with(row, row.usage().eventId(), attribution, call, row.usage().metadata());
    }

    /** The same call under another event id. */
    static UsageRow renumbered(UsageRow row) {
        UUID other = Samples.eventId(row.usage().occurredAtMicros(), 999_999);
        Usage u = row.usage();
        return with(row, other, u.attribution(), u.call(), u.metadata());
    }

    /** Three bytes a character, not to be compressed: four of them are more than the 2,704 bytes of an entry of a B-tree. */
    private static String longest(int seed) {
        return new Random(seed)
                .ints(Require.IDENTIFIER_LENGTH_MAX, 0x4E00, 0x9FFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static UsageRow with(
            UsageRow row, UUID eventId, Attribution attribution, ModelCall call, Map<String, String> metadata) {
        Usage u = row.usage();
        Usage changed = new Usage(
                eventId,
                attribution,
                call,
                u.tokens(),
                u.units(),
                u.usageSource(),
                u.timing(),
                u.result(),
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                u.corrects(),
                u.decision(),
                u.origin(),
                metadata);
        return new UsageRow(
                changed,
                row.priced(),
                row.priceId(),
                row.priceVersion(),
                row.costNanoUsd(),
                row.chargeNanoUsd(),
                row.ingestedAtMicros());
    }
}
