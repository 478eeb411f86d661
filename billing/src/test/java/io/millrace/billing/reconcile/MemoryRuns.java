package io.millrace.billing.reconcile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** One run in memory, that may be taken up again. For one thread. */
final class MemoryRuns implements RunLog {
    private final Map<ItemKind, TreeMap<String, ProviderItem>> items = new HashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private Place place = new Place(ItemKind.PAYMENT, null);

    List<Difference> differences() {
        return differences;
    }

    @Override
    public Held open(Span span, boolean repairs) {
        return new Held(new Run(1, span, repairs, RunState.RUNNING, 0, 0, 0, 0, null), place, "test");
    }

    @Override
    public void keep(Held held, Collection<ProviderItem> page, Place next) {
        page.forEach(item -> of(item.kind()).put(item.id(), item));
        place = next;
    }

    private NavigableMap<String, ProviderItem> of(ItemKind kind) {
        return items.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    @Override
    public List<ProviderItem> items(long runId, ItemKind kind, String afterId, int max) {
        return of(kind).tailMap(afterId, false).values().stream().limit(max).toList();
    }

    @Override
    public Set<String> known(long runId, ItemKind kind, Collection<String> ids) {
        Set<String> known = new HashSet<>(ids);
        known.retainAll(of(kind).keySet());
        return known;
    }

    @Override
    public Map<String, String> paymentsByCharge(long runId, Collection<String> chargeIds) {
        Map<String, String> payments = new HashMap<>();
        of(ItemKind.PAYMENT).values().stream()
                .filter(item -> chargeIds.contains(item.sourceId()))
                .forEach(item -> payments.put(String.valueOf(item.sourceId()), item.id()));
        return payments;
    }

    @Override
    public void note(Held held, Difference difference) {
        differences.add(difference);
    }

    @Override
    public List<Difference> differences(long runId) {
        return List.copyOf(differences);
    }

    @Override
    public Run finish(Held held, long listed, long feesBooked, List<Difference> found) {
        differences.clear();
        differences.addAll(found);
        return new Run(
                1,
                held.run().span(),
                held.run().repairs(),
                found.isEmpty() ? RunState.MATCHED : RunState.DIFFERENT,
                listed,
                feesBooked,
                found.size(),
                0,
                0L);
    }
}
