package io.millrace.billing.postgres.statement;

import io.millrace.billing.ledger.Transfer;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Adds what a batch posted to the usage of its months, in the transaction of the batch, while it holds the customers' rows. */
public final class UsageLineSql {
    private static final String FINAL_MONTHS = """
            SELECT workspace, max(month) AS month FROM billing.statement WHERE workspace = ANY (:ids) GROUP BY workspace
            """;
    private static final String ADD_LINES = """
            INSERT INTO billing.usage_line AS l
                (workspace, month, provider, model, feature, charge_nano, cost_nano, records, zone)
            SELECT * FROM unnest(:workspaces, :months, :providers, :models, :features, :charges, :costs, :records, :zones)
            ON CONFLICT (workspace, month, provider, model, feature) DO UPDATE SET
                charge_nano = l.charge_nano + excluded.charge_nano, cost_nano = l.cost_nano + excluded.cost_nano,
                records = l.records + excluded.records, zone = excluded.zone
            """;
    private static final String ADD_PAID = """
            INSERT INTO billing.usage_paid AS p (account, month, amount_nano)
            SELECT * FROM unnest(:accounts, :months, :amounts)
            ON CONFLICT (account, month) DO UPDATE SET amount_nano = p.amount_nano + excluded.amount_nano
            """;

    private final Map<String, Long> finalMonths = new HashMap<>();
    private final Map<LineKey, Sum> lines = new TreeMap<>();
    private final Map<PaidKey, Long> paid = new TreeMap<>();

    private UsageLineSql() {}

    private record LineKey(String workspace, long month, String provider, String model, String feature)
            implements Comparable<LineKey> {
        private static final Comparator<LineKey> ORDER = Comparator.comparing(LineKey::workspace)
                .thenComparing(LineKey::month)
                .thenComparing(LineKey::provider)
                .thenComparing(LineKey::model)
                .thenComparing(LineKey::feature);

        @Override
        public int compareTo(LineKey other) {
            return ORDER.compare(this, other);
        }
    }

    private record PaidKey(long account, long month) implements Comparable<PaidKey> {
        private static final Comparator<PaidKey> ORDER =
                Comparator.comparingLong(PaidKey::account).thenComparingLong(PaidKey::month);

        @Override
        public int compareTo(PaidKey other) {
            return ORDER.compare(this, other);
        }
    }

    private record Sum(long charge, long cost, long records, String zone) {
        Sum plus(Sum later) {
            return new Sum(
                    Math.addExact(charge, later.charge),
                    Math.addExact(cost, later.cost),
                    records + later.records,
                    later.zone);
        }
    }

    /**
     * @param booked drawdowns that were posted
     * @param transfers made of them; the cause of each is one of them
     */
    public static void add(Handle handle, List<Drawdown> booked, List<Transfer> transfers) {
        if (booked.isEmpty()) {
            return;
        }
        UsageLineSql sums = new UsageLineSql();
        sums.readFinalMonths(handle, booked);
        sums.sum(booked, transfers);
        sums.write(handle);
    }

    private void readFinalMonths(Handle handle, List<Drawdown> booked) {
        Set<String> ids = new HashSet<>();
        booked.forEach(drawdown -> ids.add(drawdown.workspaceId()));
        handle.createQuery(FINAL_MONTHS)
                .bindArray("ids", String.class, List.copyOf(ids))
                .map((row, context) -> Map.entry(row.getString("workspace"), row.getLong("month")))
                .forEach(entry -> finalMonths.put(entry.getKey(), entry.getValue()));
    }

    private void sum(List<Drawdown> booked, List<Transfer> transfers) {
        Map<UUID, Long> months = new HashMap<>();
        for (Drawdown drawdown : booked) {
            long month = monthOf(drawdown);
            months.put(drawdown.drawdownId(), month);
            if (drawdown.lines().isEmpty()) {
                lines.merge(new LineKey(drawdown.workspaceId(), month, "", "", ""), sumOf(drawdown), Sum::plus);
            }
            for (DrawdownLine line : drawdown.lines()) {
                String feature = line.feature() == null ? "" : line.feature();
                Sum sum = new Sum(
                        line.charge().nanoUsd(),
                        line.cost().nanoUsd(),
                        line.recordCount(),
                        drawdown.zone().getId());
                LineKey key = new LineKey(drawdown.workspaceId(), month, line.provider(), line.model(), feature);
                lines.merge(key, sum, Sum::plus);
            }
        }
        for (Transfer transfer : transfers) {
            long month = months.getOrDefault(transfer.cause(), 0L);
            PaidKey key = new PaidKey(transfer.debit().value(), month);
            paid.merge(key, transfer.amount().nanoUsd(), Math::addExact);
        }
    }

    private static Sum sumOf(Drawdown drawdown) {
        return new Sum(
                drawdown.charge().nanoUsd(),
                Math.max(0, drawdown.cost().nanoUsd()),
                drawdown.recordCount(),
                drawdown.zone().getId());
    }

    /** A month with a final statement takes nothing more: the next one does. */
    private long monthOf(Drawdown drawdown) {
        long own = Months.numberOf(drawdown.month());
        Long closed = finalMonths.get(drawdown.workspaceId());
        return closed == null || own > closed
                ? own
                : Months.numberOf(Months.of(closed).plusMonths(1));
    }

    private void write(Handle handle) {
        handle.createUpdate(ADD_LINES)
                .bindArray("workspaces", String.class, each(lines.keySet(), LineKey::workspace))
                .bindArray("months", Long.class, each(lines.keySet(), LineKey::month))
                .bindArray("providers", String.class, each(lines.keySet(), LineKey::provider))
                .bindArray("models", String.class, each(lines.keySet(), LineKey::model))
                .bindArray("features", String.class, each(lines.keySet(), LineKey::feature))
                .bindArray("charges", Long.class, each(lines.values(), Sum::charge))
                .bindArray("costs", Long.class, each(lines.values(), Sum::cost))
                .bindArray("records", Long.class, each(lines.values(), Sum::records))
                .bindArray("zones", String.class, each(lines.values(), Sum::zone))
                .execute();
        if (!paid.isEmpty()) {
            handle.createUpdate(ADD_PAID)
                    .bindArray("accounts", Long.class, each(paid.keySet(), PaidKey::account))
                    .bindArray("months", Long.class, each(paid.keySet(), PaidKey::month))
                    .bindArray("amounts", Long.class, List.copyOf(paid.values()))
                    .execute();
        }
    }

    private static <T, R> List<R> each(Collection<T> all, Function<T, R> part) {
        return all.stream().map(part).toList();
    }
}
