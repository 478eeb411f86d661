package io.millrace.billing.postgres.reconcile;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.reconcile.Booked;
import io.millrace.billing.reconcile.Books;
import io.millrace.billing.reconcile.Match;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.Span;
import io.millrace.billing.reconcile.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Payments in the ledger: top-ups, and what was granted for them. Thread-safe. */
public final class PaymentBooks implements Books {
    /** What was granted, where a grant is what the payment paid for; a whole number of cents, or else it shows as 0. */
    private static final String CENTS = """
            coalesce((SELECT CASE WHEN g.granted_nano % 10000000 = 0 THEN g.granted_nano / 10000000 ELSE 0 END
                      FROM billing.credit_grant g WHERE g.source_type = 'topup' AND g.source_id = t.id::text),
                     t.amount_cents)
            """;

    private static final String COLUMNS = "t.id, t.payment_intent, t.state, " + CENTS + " AS cents";
    private static final String BY_PAYMENT = "SELECT " + COLUMNS + """
             FROM billing.topup t WHERE t.payment_intent = ANY(:ids)
            """;
    private static final String BY_NAME = "SELECT " + COLUMNS + """
             FROM billing.topup t WHERE t.id IN (
                SELECT CASE WHEN name ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN name::uuid END
                FROM unnest(:names) AS name)
            """;
    private static final String PAGE = "SELECT " + COLUMNS + """
             FROM billing.topup t
            WHERE t.state = 'SUCCEEDED' AND t.payment_intent COLLATE "C" > :after
              AND t.updated_at >= to_timestamp(:from) AND t.updated_at < to_timestamp(:to)
            ORDER BY t.payment_intent COLLATE "C" LIMIT :max
            """;

    private final Jdbi jdbi;

    public PaymentBooks(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    /** A top-up: its own id, and the payment's if it has one. */
    private record Row(String topUpId, @Nullable String paymentId, Booked booked) {}

    @Override
    public Map<String, Match> match(Collection<ProviderItem> items) {
        List<String> ids = items.stream().map(ProviderItem::id).toList();
        List<String> names = items.stream()
                .map(ProviderItem::topUpId)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Map<String, Row> byPayment = new HashMap<>();
        Map<String, Row> byName = new HashMap<>();
        jdbi.useHandle(handle -> {
            handle.createQuery(BY_PAYMENT)
                    .bindArray("ids", String.class, ids)
                    .map((row, context) -> row(row))
                    .forEach(row -> byPayment.put(row.booked().id(), row));
            handle.createQuery(BY_NAME)
                    .bindArray("names", String.class, names)
                    .map((row, context) -> row(row))
                    .forEach(row -> byName.put(row.topUpId(), row));
        });
        Map<String, Match> matches = new HashMap<>();
        for (ProviderItem item : items) {
            String name = item.topUpId();
            matches.put(item.id(), match(item, byPayment.get(item.id()), name == null ? null : byName.get(name)));
        }
        return matches;
    }

    private static Match match(ProviderItem item, @Nullable Row paid, @Nullable Row named) {
        if (paid != null) {
            return Match.of(paid.booked());
        }
        if (named == null) {
            return Match.unknown(item.topUpId() != null);
        }
        return named.paymentId() == null ? Match.of(named.booked()) : new Match(null, named.booked(), /* ours= */ true);
    }

    @Override
    public List<Booked> page(Span span, String afterId, int max) {
        return jdbi.withHandle(handle -> handle.createQuery(PAGE)
                .bind("after", afterId)
                .bind("from", span.fromSeconds())
                .bind("to", span.toSeconds())
                .bind("max", max)
                .map((row, context) -> row(row).booked())
                .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        String topUpId = row.getString("id");
        String paymentId = row.getString("payment_intent");
        String state = row.getString("state");
        Booked booked = new Booked(
                paymentId == null ? topUpId : paymentId,
                state.equals("SUCCEEDED") ? Standing.MOVED : Standing.NONE,
                "top-up " + topUpId + " " + state,
                row.getLong("cents"));
        return new Row(topUpId, paymentId, booked);
    }
}
