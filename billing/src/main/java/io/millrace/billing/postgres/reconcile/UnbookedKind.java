package io.millrace.billing.postgres.reconcile;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.reconcile.Booked;
import io.millrace.billing.reconcile.Books;
import io.millrace.billing.reconcile.Match;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.Span;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * A kind of object that the ledger books nothing for: each one of a payment of ours is missing here. Thread-safe.
 */
public final class UnbookedKind implements Books {
    private static final String OURS = "SELECT payment_intent FROM billing.topup WHERE payment_intent = ANY(:ids)";

    private final Jdbi jdbi;

    public UnbookedKind(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    @Override
    public Map<String, Match> match(Collection<ProviderItem> items) {
        List<String> payments = items.stream()
                .map(ProviderItem::sourceId)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
        Set<String> ours = jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(OURS)
                .bindArray("ids", String.class, payments)
                .mapTo(String.class)
                .list()));
        Map<String, Match> matches = new HashMap<>();
        items.forEach(item -> matches.put(item.id(), Match.unknown(ours.contains(item.sourceId()))));
        return matches;
    }

    @Override
    public List<Booked> page(Span span, String afterId, int max) {
        return List.of();
    }
}
