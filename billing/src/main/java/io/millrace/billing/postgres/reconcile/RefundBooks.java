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
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Refunds in the ledger. One of a payment that is not in the books is not known. Thread-safe. */
public final class RefundBooks implements Books {
    private static final String COLUMNS = """
            SELECT id, stripe_refund, state, amount_cents FROM billing.refund
            WHERE grant_id IS NOT NULL AND
            """;
    private static final String BY_ID = COLUMNS + "stripe_refund = ANY(:ids)";
    private static final String PAGE = COLUMNS + """
            stripe_refund COLLATE "C" > :after AND state IN ('PENDING', 'SUCCEEDED')
              AND created_at >= to_timestamp(:from) AND created_at < to_timestamp(:to)
            ORDER BY stripe_refund COLLATE "C" LIMIT :max
            """;

    private final Jdbi jdbi;
    private final UnbookedKind others;

    public RefundBooks(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
        others = new UnbookedKind(dataSource);
    }

    @Override
    public Map<String, Match> match(Collection<ProviderItem> items) {
        Map<String, Match> matches = new HashMap<>(others.match(items));
        jdbi.useHandle(handle -> handle.createQuery(BY_ID)
                .bindArray(
                        "ids",
                        String.class,
                        items.stream().map(ProviderItem::id).toList())
                .map((row, context) -> booked(row))
                .forEach(booked -> matches.put(booked.id(), Match.of(booked))));
        return matches;
    }

    @Override
    public List<Booked> page(Span span, String afterId, int max) {
        return jdbi.withHandle(handle -> handle.createQuery(PAGE)
                .bind("after", afterId)
                .bind("from", span.fromSeconds())
                .bind("to", span.toSeconds())
                .bind("max", max)
                .map((row, context) -> booked(row))
                .list());
    }

    private static Booked booked(ResultSet row) throws SQLException {
        String state = row.getString("state");
        boolean moved = state.equals("PENDING") || state.equals("SUCCEEDED");
        return new Booked(
                row.getString("stripe_refund"),
                moved ? Standing.MOVED : Standing.NONE,
                "refund " + row.getString("id") + " " + state,
                row.getLong("amount_cents"));
    }
}
