package io.millrace.billing.postgres;

import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.schemas.billing.Drawdown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Grants that begin later, as posting meets them: funded by the clock, or by the first usage of their time where that comes
 * first. Thread-safe.
 */
final class PendingGrants {
    private static final String PENDING = """
            SELECT customer_id, min(effective_at_micros) AS effective FROM billing.credit_grant
            WHERE status = 'PENDING' AND effective_at_micros <= :at GROUP BY customer_id
            """;

    private final Jdbi jdbi;

    PendingGrants(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Posts a batch, cut before each drawdown that a grant has to be funded for: nearly always whole. */
    PostResult post(DrawdownBatch batch, Function<DrawdownBatch, PostResult> whole) {
        Map<String, Long> pending = pending(latestUsage(batch));
        PostResult result = null;
        long from = batch.fromOffset();
        for (Entry entry : pending.isEmpty() ? List.<Entry>of() : batch.entries()) {
            Drawdown opener = opener(entry, pending);
            if (opener == null) {
                continue;
            }
            if (entry.offset() > from) {
                result = then(result, whole.apply(part(batch, from, entry.offset())));
                from = entry.offset();
            }
            open(opener.workspaceId(), opener.firstOccurredAtMicros());
            pending = pending(latestUsage(batch));
        }
        return then(result, whole.apply(part(batch, from, batch.nextOffset())));
    }

    private static PostResult then(@Nullable PostResult before, PostResult next) {
        return before == null ? next : before.then(next);
    }

    private static @Nullable Drawdown opener(Entry entry, Map<String, Long> pending) {
        if (!(entry instanceof Received received)) {
            return null;
        }
        Long effective = pending.get(received.drawdown().workspaceId());
        boolean opens = effective != null && effective <= received.drawdown().firstOccurredAtMicros();
        return opens ? received.drawdown() : null;
    }

    private static DrawdownBatch part(DrawdownBatch batch, long from, long to) {
        if (from == batch.fromOffset() && to == batch.nextOffset()) {
            return batch;
        }
        List<Entry> entries = batch.entries().stream()
                .filter(entry -> entry.offset() >= from && entry.offset() < to)
                .toList();
        return new DrawdownBatch(batch.topicId(), batch.partition(), from, to, entries);
    }

    private static long latestUsage(DrawdownBatch batch) {
        return batch.entries().stream()
                .flatMap(entry -> entry instanceof Received received ? Stream.of(received.drawdown()) : Stream.empty())
                .mapToLong(Drawdown::firstOccurredAtMicros)
                .max()
                .orElse(0);
    }

    /** The earliest begin by workspace, of those that begin at the instant or before. */
    private Map<String, Long> pending(long atMicros) {
        Map<String, Long> pending = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(PENDING)
                .bind("at", atMicros)
                .map((row, context) -> Map.entry(row.getString("customer_id"), row.getLong("effective")))
                .forEach(entry -> pending.put(entry.getKey(), entry.getValue())));
        return pending;
    }

    /** A transaction of its own: the customer is locked before the watermark nowhere. */
    private void open(String workspaceId, long atMicros) {
        jdbi.useTransaction(handle -> {
            new CustomerSql(handle).lock(List.of(workspaceId));
            new GrantSql(handle).openDue(workspaceId, atMicros);
        });
    }
}
