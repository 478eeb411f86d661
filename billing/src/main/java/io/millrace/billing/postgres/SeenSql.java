package io.millrace.billing.postgres;

import io.millrace.billing.postgres.CustomerSql.Locked;
import io.millrace.schemas.billing.Drawdown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The drawdowns posted before, by customer and sequence. What lies above the customer's last sequence is new without a
 * look; the unique key of the table holds all the same. The customers' rows are locked. Inside a transaction.
 */
final class SeenSql {
    private static final String COLUMNS = "day, account, sequence, drawdown_id, batch_id, charge_nano";
    /** One probe of the index for each: a join could read whole partitions. */
    private static final String KNOWN = """
            SELECT u.account, u.sequence FROM unnest(:accounts, :sequences) AS u (account, sequence)
            CROSS JOIN LATERAL (SELECT FROM billing.drawdown_seen s
                                WHERE s.account = u.account AND s.sequence = u.sequence LIMIT 1) AS s
            """;

    private record Key(long account, long sequence) {}

    private final Handle handle;

    SeenSql(Handle handle) {
        this.handle = handle;
    }

    /** Those that were not posted before, in the same order. */
    List<Drawdown> fresh(Collection<Drawdown> drawdowns, Map<String, Locked> customers) {
        List<Drawdown> fresh = new ArrayList<>(drawdowns.size());
        Set<Key> known = known(drawdowns, customers);
        for (Drawdown drawdown : drawdowns) {
            if (!known.contains(key(drawdown, customers))) {
                fresh.add(drawdown);
            }
        }
        return fresh;
    }

    private Set<Key> known(Collection<Drawdown> drawdowns, Map<String, Locked> customers) {
        List<Key> asked = new ArrayList<>();
        for (Drawdown drawdown : drawdowns) {
            if (drawdown.sequence() <= of(drawdown, customers).lastSequence()) {
                asked.add(key(drawdown, customers));
            }
        }
        if (asked.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery(KNOWN)
                .bindArray(
                        "accounts", Long.class, asked.stream().map(Key::account).toList())
                .bindArray(
                        "sequences",
                        Long.class,
                        asked.stream().map(Key::sequence).toList())
                .map((row, context) -> new Key(row.getLong(1), row.getLong(2)))
                .list());
    }

    /** @param booked none of which was posted before */
    void insert(long batchId, List<Drawdown> booked, Map<String, Locked> customers) {
        CopyRows rows = new CopyRows("billing.drawdown_seen", COLUMNS, booked.size());
        for (Drawdown drawdown : booked) {
            Key key = key(drawdown, customers);
            rows.row();
            rows.date(LedgerDays.dayOf(drawdown.firstOccurredAtMicros()));
            rows.bigint(key.account());
            rows.bigint(key.sequence());
            rows.uuid(drawdown.drawdownId());
            rows.bigint(batchId);
            rows.bigint(drawdown.charge().nanoUsd());
        }
        rows.write(handle);
    }

    private static Key key(Drawdown drawdown, Map<String, Locked> customers) {
        return new Key(of(drawdown, customers).accounts().receivable().value(), drawdown.sequence());
    }

    private static Locked of(Drawdown drawdown, Map<String, Locked> customers) {
        return Objects.requireNonNull(customers.get(drawdown.workspaceId()));
    }
}
