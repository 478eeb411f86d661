package io.millrace.sinks.database;

import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.Usage;
import io.millrace.sinks.rollup.UsageRow;
import io.millrace.sinks.testing.Traffic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Seeded calls, a quarter of which take the place of earlier ones.
 *
 * @param sent all of them, in the order in which they come
 * @param standing those that nothing takes the place of
 */
record CorrectedTraffic(List<UsageRow> sent, List<UsageRow> standing) {
    static CorrectedTraffic of(RandomGenerator random, int count, long spanMicros) {
        List<UsageRow> sent = new ArrayList<>();
        List<UsageRow> standing = new ArrayList<>();
        Traffic traffic = new Traffic(random);
        for (int i = 0; i < count; i++) {
            UsageRow next = traffic.row(Traffic.START + random.nextLong(spanMicros));
            if (!standing.isEmpty() && random.nextInt(4) == 0) {
                int place = random.nextInt(standing.size());
                next = correction(next, standing.get(place));
                standing.set(place, next);
            } else {
                standing.add(next);
            }
            sent.add(next);
        }
        return new CorrectedTraffic(sent, standing);
    }

    /** Without corrections of corrections, which have to come in order. */
    CorrectedTraffic unchained() {
        Map<UUID, UsageRow> latest = new LinkedHashMap<>();
        calls().forEach(call -> latest.put(call.usage().eventId(), call));
        List<UsageRow> kept = new ArrayList<>(calls());
        for (UsageRow correction : corrections()) {
            if (latest.replace(Objects.requireNonNull(correction.replaces()), correction) != null) {
                kept.add(correction);
            }
        }
        return new CorrectedTraffic(kept, List.copyOf(latest.values()));
    }

    List<UsageRow> calls() {
        return sent.stream().filter(row -> row.replaces() == null).toList();
    }

    List<UsageRow> corrections() {
        return sent.stream().filter(row -> row.replaces() != null).toList();
    }

    /** What comes next, at the instant of the call whose place it takes. */
    static UsageRow correction(UsageRow next, UsageRow replaced) {
        Usage u = next.usage();
        Timing t = u.timing();
        Usage moved = new Usage(
                u.eventId(),
                u.attribution(),
                u.call(),
                u.tokens(),
                u.units(),
                u.usageSource(),
                new Timing(
                        replaced.usage().occurredAtMicros(),
                        t.publishedAtMicros(),
                        t.latencyMicros(),
                        t.firstTokenMicros(),
                        t.gatewayOverheadMicros(),
                        t.queueMicros()),
                u.result(),
                u.attempt(),
                u.credentialMode(),
                u.statedCostNanoUsd(),
                replaced.usage().eventId(),
                u.decision(),
                u.origin(),
                u.metadata());
        return new UsageRow(
                moved,
                next.priced(),
                next.priceId(),
                next.priceVersion(),
                next.costNanoUsd(),
                next.chargeNanoUsd(),
                next.ingestedAtMicros(),
                replaced.usage().eventId(),
                next.cacheSavingNanoUsd());
    }
}
