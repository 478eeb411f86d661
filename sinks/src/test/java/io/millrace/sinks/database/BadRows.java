package io.millrace.sinks.database;

import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.Usage;
import io.millrace.sinks.rollup.UsageRow;
import java.util.Random;
import java.util.UUID;

/** Rows that the contract lets pass and the tables do not. */
final class BadRows {
    private BadRows() {}

    static UsageRow withCost(UsageRow row, long costNanoUsd) {
        return new UsageRow(row.usage(), true, "price-1", 1, costNanoUsd, 0, row.ingestedAtMicros());
    }

    static UsageRow withFeature(UsageRow row, String feature) {
        Attribution a = row.usage().attribution();
        Attribution changed = new Attribution(
                a.workspaceId(),
                a.teamId(),
                a.userPseudonym(),
                a.apiKeyId(),
                a.keyKind(),
                a.clientIpPseudonym(),
                feature,
                a.environment(),
                a.sessionId(),
                a.sourceLabel());
        return with(row, row.usage().eventId(), changed);
    }

    /** The same call under another event id. */
    static UsageRow renumbered(UsageRow row) {
        UUID other = Samples.eventId(row.usage().occurredAtMicros(), 999_999);
        return with(row, other, row.usage().attribution());
    }

    /** Not to be compressed below the 2,704 bytes of an entry of a B-tree. */
    static String longerThanAnIndexTakes() {
        return new Random(5)
                .ints(20_000, '0', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static UsageRow with(UsageRow row, UUID eventId, Attribution attribution) {
        Usage u = row.usage();
        Usage changed = new Usage(
                eventId,
                attribution,
                u.call(),
                u.tokens(),
                u.units(),
                u.usageSource(),
                u.timing(),
                u.result(),
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                u.corrects(),
                u.decisionVersion(),
                u.origin(),
                u.metadata());
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
