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

/** Refunds or disputes in the ledger. One of a payment that is not in the books is not known. Thread-safe. */
public final class ReturnBooks implements Books {
    private static final String REFUND = """
            SELECT 'refund ' || id AS name, stripe_refund COLLATE "C" AS id, state, amount_cents, created_at
            FROM billing.refund WHERE grant_id IS NOT NULL AND stripe_refund IS NOT NULL
            """;
    private static final String DISPUTE = """
            SELECT 'dispute' AS name, id, state, amount_cents, created_at FROM billing.dispute WHERE grant_id IS NOT NULL
            """;
    private static final String BY_ID = "SELECT * FROM (%s) r WHERE id = ANY(:ids)";
    private static final String PAGE = """
            SELECT * FROM (%s) r
            WHERE id > :after AND state IN ('PENDING', 'SUCCEEDED', 'OPEN', 'LOST')
              AND created_at >= to_timestamp(:from) AND created_at < to_timestamp(:to)
            ORDER BY id LIMIT :max
            """;

    private final Jdbi jdbi;
    private final UnbookedKind others;
    private final String rows;

    private ReturnBooks(DataSource dataSource, String rows) {
        jdbi = BillingDatabase.jdbi(dataSource);
        others = new UnbookedKind(dataSource);
        this.rows = rows;
    }

    public static ReturnBooks ofRefunds(DataSource dataSource) {
        return new ReturnBooks(dataSource, REFUND);
    }

    public static ReturnBooks ofDisputes(DataSource dataSource) {
        return new ReturnBooks(dataSource, DISPUTE);
    }

    @Override
    public Map<String, Match> match(Collection<ProviderItem> items) {
        Map<String, Match> matches = new HashMap<>(others.match(items));
        jdbi.useHandle(handle -> handle.createQuery(BY_ID.formatted(rows))
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
        return jdbi.withHandle(handle -> handle.createQuery(PAGE.formatted(rows))
                .bind("after", afterId)
                .bind("from", span.fromSeconds())
                .bind("to", span.toSeconds())
                .bind("max", max)
                .map((row, context) -> booked(row))
                .list());
    }

    private static Booked booked(ResultSet row) throws SQLException {
        String state = row.getString("state");
        Standing standing = switch (state) {
            case "PENDING", "SUCCEEDED", "LOST" -> Standing.MOVED;
            case "OPEN" -> Standing.HELD;
            default -> Standing.NONE;
        };
        return new Booked(
                row.getString("id"), standing, row.getString("name") + " " + state, row.getLong("amount_cents"));
    }
}
