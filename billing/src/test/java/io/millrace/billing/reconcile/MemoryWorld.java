package io.millrace.billing.reconcile;

import io.millrace.billing.charging.GatewayException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider and a ledger in memory, with the differences that were put between them. The provider's answers can be made to
 * fail. For one thread.
 */
final class MemoryWorld implements ProviderLists, Fees {
    private static final int PAGE = 3;

    /** How the two are made to disagree, or not. */
    enum Case {
        AGREES,
        NEITHER_MOVED,
        FOREIGN,
        NAMED_BUT_UNKNOWN,
        ONLY_IN_LEDGER,
        OTHER_AMOUNT,
        OTHER_CURRENCY,
        MOVED_IN_LEDGER_ONLY,
        MOVED_AT_PROVIDER_ONLY,
        SECOND_OF_ONE,
        /** Listed in no span of this run, and rightly in the ledger. */
        OF_ANOTHER_TIME,
        /** Of another time, but its money moved now; the ledger has nothing. */
        MOVED_LATE
    }

    private final Map<ItemKind, List<ProviderItem>> listed = new HashMap<>();
    private final Map<String, ProviderItem> byId = new HashMap<>();
    private final Map<String, String> paymentOfCharge = new HashMap<>();
    private final Map<ItemKind, TreeMap<String, Booked>> standing = new HashMap<>();
    private final Map<String, Match> matches = new HashMap<>();
    private final Map<String, Long> fees = new HashMap<>();
    private final Set<String> expected = new HashSet<>();
    private final List<String> pages = new ArrayList<>();
    private int callsLeft = Integer.MAX_VALUE;
    private int made;

    /** What must be found, as {@link #name} has it. */
    Set<String> expected() {
        return expected;
    }

    /** Pages that were answered. */
    List<String> pages() {
        return pages;
    }

    Map<String, Long> fees() {
        return fees;
    }

    /** After this many answers every further call fails. */
    void failAfter(int calls) {
        callsLeft = calls;
    }

    static String name(Difference difference) {
        return difference.kind() + " " + difference.difference() + " " + difference.id();
    }

    /** @param kind PAYMENT, REFUND or DISPUTE */
    void add(ItemKind kind, Case wanted) {
        int n = made++;
        String id = prefix(kind) + n;
        Standing moved = kind == ItemKind.DISPUTE && n % 2 == 0 ? Standing.HELD : Standing.MOVED;
        ProviderItem item = item(kind, id, moved, 100 + n, "usd");
        Booked booked = new Booked(id, moved, "booked", 100 + n);
        switch (wanted) {
            case AGREES -> both(item, booked);
            case NEITHER_MOVED -> list(item(kind, id, Standing.NONE, 100 + n, "usd"), Match.unknown(true));
            case FOREIGN -> different(item, Match.unknown(false), Difference.Kind.FOREIGN);
            case NAMED_BUT_UNKNOWN -> different(item, Match.unknown(true), Difference.Kind.MISSING_HERE);
            case ONLY_IN_LEDGER -> {
                stand(kind, booked);
                expect(kind, Difference.Kind.MISSING_AT_STRIPE, id);
            }
            case OTHER_AMOUNT -> {
                both(item(kind, id, moved, 99 + n, "usd"), booked);
                expect(kind, Difference.Kind.AMOUNT_DIFFERS, id);
            }
            case OTHER_CURRENCY -> {
                both(item(kind, id, moved, 100 + n, "eur"), booked);
                expect(kind, Difference.Kind.AMOUNT_DIFFERS, id);
            }
            case MOVED_IN_LEDGER_ONLY -> {
                both(item(kind, id, Standing.NONE, 100 + n, "usd"), booked);
                expect(kind, Difference.Kind.STATE_DIFFERS, id);
            }
            case MOVED_AT_PROVIDER_ONLY ->
                different(
                        item, Match.of(new Booked(id, Standing.NONE, "open", 100 + n)), Difference.Kind.STATE_DIFFERS);
            case SECOND_OF_ONE ->
                different(item, new Match(null, booked, true), Difference.Kind.DOUBLE_CHARGE, Standing.MOVED);
            case OF_ANOTHER_TIME -> {
                byId.put(id, item);
                stand(kind, booked);
            }
            case MOVED_LATE -> {
                byId.put(id, item);
                matches.put(id, Match.unknown(true));
                expect(kind, Difference.Kind.MISSING_HERE, id);
            }
        }
        move(kind, item);
    }

    private void different(ProviderItem item, Match match, Difference.Kind kind, Standing rival) {
        Booked other = match.rival();
        Match held = other == null
                ? match
                : new Match(null, new Booked("other", rival, other.status(), other.amountCents()), true);
        different(item, held, kind);
    }

    private void different(ProviderItem item, Match match, Difference.Kind kind) {
        list(item, match);
        expect(item.kind(), kind, item.id());
    }

    private void both(ProviderItem item, Booked booked) {
        list(item, Match.of(booked));
        stand(item.kind(), booked);
    }

    private void list(ProviderItem item, Match match) {
        listed.computeIfAbsent(item.kind(), any -> new ArrayList<>()).add(item);
        byId.put(item.id(), item);
        matches.put(item.id(), match);
    }

    private void stand(ItemKind kind, Booked booked) {
        standing.computeIfAbsent(kind, any -> new TreeMap<>()).put(booked.id(), booked);
        matches.put(booked.id(), Match.of(booked));
    }

    private void expect(ItemKind kind, Difference.Kind difference, String id) {
        expected.add(kind + " " + difference + " " + id);
    }

    private void move(ItemKind kind, ProviderItem item) {
        String source = kind == ItemKind.PAYMENT ? String.valueOf(item.sourceId()) : item.id();
        if (kind == ItemKind.PAYMENT) {
            paymentOfCharge.put(source, item.id());
        }
        listed.computeIfAbsent(ItemKind.MOVEMENT, any -> new ArrayList<>())
                .add(new ProviderItem(
                        ItemKind.MOVEMENT,
                        "txn_" + item.id(),
                        Standing.MOVED,
                        "charge",
                        item.amountCents(),
                        "usd",
                        kind == ItemKind.PAYMENT ? 33 : 0,
                        null,
                        source));
    }

    private static String prefix(ItemKind kind) {
        return switch (kind) {
            case PAYMENT -> "pi_";
            case REFUND -> "re_";
            case DISPUTE -> "du_";
            case MOVEMENT -> "txn_";
        };
    }

    private static ProviderItem item(ItemKind kind, String id, Standing standing, long cents, String currency) {
        String source = kind == ItemKind.PAYMENT ? "ch_" + id : null;
        return new ProviderItem(kind, id, standing, "status", cents, currency, 0, null, source);
    }

    private void call() {
        if (callsLeft-- <= 0) {
            throw new GatewayException("stripe list: incomplete (expected: every page)", null);
        }
    }

    @Override
    public Page page(ItemKind kind, Span span, @Nullable String after) {
        call();
        List<ProviderItem> all = listed.getOrDefault(kind, List.of());
        int from = 0;
        while (after != null && !all.get(from++).id().equals(after)) {}
        pages.add(kind + " " + from);
        return new Page(all.subList(from, Math.min(from + PAGE, all.size())), from + PAGE < all.size());
    }

    @Override
    public Optional<ProviderItem> find(ItemKind kind, String id) {
        call();
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public Optional<String> paymentOf(String chargeId) {
        call();
        return Optional.ofNullable(paymentOfCharge.get(chargeId));
    }

    Books books(ItemKind kind) {
        return new Books() {
            @Override
            public Map<String, Match> match(Collection<ProviderItem> items) {
                Map<String, Match> found = new HashMap<>();
                items.forEach(item -> found.put(item.id(), matches.getOrDefault(item.id(), Match.unknown(true))));
                return found;
            }

            @Override
            public List<Booked> page(Span span, String afterId, int max) {
                return standing.getOrDefault(kind, new TreeMap<>()).tailMap(afterId, false).values().stream()
                        .limit(max)
                        .toList();
            }
        };
    }

    /** Books a payment that moved at the provider only, as a webhook of it would. */
    void settle(String paymentId) {
        Match match = matches.get(paymentId);
        ProviderItem item = byId.get(paymentId);
        if (match != null && match.booked() != null && item != null && item.standing() == Standing.MOVED) {
            stand(ItemKind.PAYMENT, new Booked(paymentId, Standing.MOVED, "settled", item.amountCents()));
        }
    }

    @Override
    public Map<String, Long> booked(Collection<String> movementIds) {
        Map<String, Long> found = new HashMap<>(fees);
        found.keySet().retainAll(Set.copyOf(movementIds));
        return found;
    }

    @Override
    public Set<String> ours(Collection<String> paymentIds) {
        Set<String> ours = new HashSet<>(paymentIds);
        ours.retainAll(standing.getOrDefault(ItemKind.PAYMENT, new TreeMap<>()).keySet());
        return ours;
    }

    @Override
    public boolean book(String movementId, String paymentId, long cents) {
        return fees.putIfAbsent(movementId, cents) == null;
    }
}
