package io.millrace.billing.reconcile;

import io.millrace.schemas.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a run has listed with the ledger. For one thread, once. */
final class SpanComparison {
    private static final int CHUNK = 500;
    private static final List<ItemKind> OBJECTS = List.of(ItemKind.PAYMENT, ItemKind.REFUND, ItemKind.DISPUTE);
    private static final RunLog.Place ALL_READ = new RunLog.Place(null, null);

    private final RunLog log;
    private final RunLog.Held held;
    private final ProviderLists provider;
    private final Map<ItemKind, Books> books;
    private final Map<ItemKind, Repair> repairs;
    private final Fees fees;
    private final List<Difference> differences = new ArrayList<>();
    /** Objects from outside the span that were asked for by id: a few, each compared once. */
    private final Map<String, Boolean> asked = new HashMap<>();

    private long listed;
    private long feesBooked;

    SpanComparison(
            RunLog log,
            RunLog.Held held,
            ProviderLists provider,
            Map<ItemKind, Books> books,
            Map<ItemKind, Repair> repairs,
            Fees fees) {
        this.log = log;
        this.held = held;
        this.provider = provider;
        this.books = books;
        this.repairs = repairs;
        this.fees = fees;
    }

    /** Compares and ends the run. */
    Run run() {
        for (ItemKind kind : OBJECTS) {
            forEachChunk(kind, items -> compare(kind, items));
        }
        forEachChunk(ItemKind.MOVEMENT, this::follow);
        for (ItemKind kind : OBJECTS) {
            lookForMissing(kind);
        }
        addRepairedBefore();
        return log.finish(held, listed, feesBooked, differences);
    }

    /** What is done with a chunk of objects. */
    @FunctionalInterface
    private interface Step {
        void on(List<ProviderItem> items);
    }

    private void forEachChunk(ItemKind kind, Step step) {
        String after = "";
        List<ProviderItem> items = log.items(held.run().id(), kind, after, CHUNK);
        while (!items.isEmpty()) {
            holdOn();
            listed += items.size();
            step.on(items);
            after = items.get(items.size() - 1).id();
            items = log.items(held.run().id(), kind, after, CHUNK);
        }
    }

    private void holdOn() {
        log.keep(held, List.of(), ALL_READ);
    }

    private Books books(ItemKind kind) {
        return Objects.requireNonNull(books.get(kind), kind.name());
    }

    private void compare(ItemKind kind, Collection<ProviderItem> items) {
        Map<String, Match> matches = books(kind).match(items);
        for (ProviderItem item : items) {
            Comparison.of(item, Objects.requireNonNull(matches.get(item.id()), item.id()))
                    .map(difference -> repaired(item, difference))
                    .ifPresent(differences::add);
        }
    }

    /** Books what the provider shows where that is safe, and says so if they agree afterwards. */
    private Difference repaired(ProviderItem item, Difference difference) {
        Repair repair = repairs.get(item.kind());
        boolean repairable = difference.difference() == Difference.Kind.MISSING_HERE
                || difference.difference() == Difference.Kind.STATE_DIFFERS;
        if (repair == null || !repairable) {
            return difference;
        }
        log.note(held, difference);
        try {
            repair.apply(item.id());
        } catch (MillraceException contradiction) {
            return difference;
        }
        Match now =
                Objects.requireNonNull(books(item.kind()).match(List.of(item)).get(item.id()), item.id());
        return now.booked() != null && Comparison.of(item, now).isEmpty() ? difference.asRepaired() : difference;
    }

    /** What this run repaired before it ended half way differs no more, and is told all the same. */
    private void addRepairedBefore() {
        Set<String> found = differences.stream().map(SpanComparison::key).collect(Collectors.toSet());
        for (Difference noted : log.differences(held.run().id())) {
            if (found.add(key(noted))) {
                differences.add(noted.asRepaired());
            }
        }
    }

    private static String key(Difference difference) {
        return difference.kind() + " " + difference.id();
    }

    /** What stands in the ledger and was not listed is asked for by its id: it may be of another time. */
    private void lookForMissing(ItemKind kind) {
        String after = "";
        List<Booked> page = books(kind).page(held.run().span(), after, CHUNK);
        while (!page.isEmpty()) {
            Set<String> known = log.known(
                    held.run().id(), kind, page.stream().map(Booked::id).toList());
            for (Booked booked : page) {
                if (!known.contains(booked.id()) && !ask(kind, booked.id())) {
                    Comparison.missing(kind, booked).ifPresent(differences::add);
                }
            }
            after = page.get(page.size() - 1).id();
            page = books(kind).page(held.run().span(), after, CHUNK);
        }
    }

    /** Compares an object that was not listed; false where the provider does not know it. */
    private boolean ask(ItemKind kind, String id) {
        Boolean before = asked.get(id);
        if (before != null) {
            return before;
        }
        holdOn();
        Optional<ProviderItem> found = provider.find(kind, id);
        asked.put(id, found.isPresent());
        found.ifPresent(item -> compare(kind, List.of(item)));
        return found.isPresent();
    }

    /** Money moved: its object is compared even where it is of another time, and its fee is booked. */
    private void follow(List<ProviderItem> movements) {
        Map<String, String> payments = new HashMap<>(log.paymentsByCharge(
                held.run().id(),
                movements.stream().flatMap(SpanComparison::charge).toList()));
        for (ItemKind kind : List.of(ItemKind.REFUND, ItemKind.DISPUTE)) {
            followObjects(kind, movements);
        }
        for (ProviderItem movement : movements) {
            String charge = charge(movement).findFirst().orElse(null);
            if (charge != null && !payments.containsKey(charge)) {
                Optional<String> payment = provider.paymentOf(charge);
                payment.ifPresent(id -> ask(ItemKind.PAYMENT, id));
                payment.ifPresent(id -> payments.put(charge, id));
            }
        }
        bookFees(movements, payments);
    }

    private void followObjects(ItemKind kind, List<ProviderItem> movements) {
        List<String> ids = movements.stream()
                .map(ProviderItem::sourceId)
                .filter(id -> kindOf(id) == kind)
                .map(Objects::requireNonNull)
                .distinct()
                .toList();
        Set<String> known = log.known(held.run().id(), kind, ids);
        ids.stream().filter(id -> !known.contains(id)).forEach(id -> ask(kind, id));
    }

    private void bookFees(List<ProviderItem> movements, Map<String, String> payments) {
        List<ProviderItem> charged = movements.stream()
                .filter(movement -> movement.feeCents() != 0 && payment(movement, payments) != null)
                .toList();
        Set<String> ours = fees.ours(charged.stream()
                .flatMap(SpanComparison::charge)
                .map(payments::get)
                .toList());
        Map<String, Long> booked =
                fees.booked(charged.stream().map(ProviderItem::id).toList());
        for (ProviderItem movement : charged) {
            String payment = Objects.requireNonNull(payment(movement, payments));
            if (ours.contains(payment)) {
                fee(movement, payment, booked.get(movement.id()));
            }
        }
    }

    private void fee(ProviderItem movement, String payment, @Nullable Long bookedCents) {
        boolean bookable = bookedCents == null
                && held.run().repairs()
                && movement.feeCents() > 0
                && movement.currency().equals(ProviderItem.CURRENCY);
        if (bookable) {
            feesBooked += fees.book(movement.id(), payment, movement.feeCents()) ? 1 : 0;
        } else {
            Comparison.ofFee(movement, bookedCents).ifPresent(differences::add);
        }
    }

    private static @Nullable String payment(ProviderItem movement, Map<String, String> payments) {
        return charge(movement).findFirst().map(payments::get).orElse(null);
    }

    private static Stream<String> charge(ProviderItem movement) {
        String source = movement.sourceId();
        boolean charge = kindOf(source) == ItemKind.PAYMENT;
        return charge && source != null ? Stream.of(source) : Stream.empty();
    }

    /** By the provider's prefixes; a charge stands for its payment. Null for what is none of these, such as a payout. */
    private static @Nullable ItemKind kindOf(@Nullable String sourceId) {
        if (sourceId == null) {
            return null;
        }
        if (sourceId.startsWith("ch_") || sourceId.startsWith("py_")) {
            return ItemKind.PAYMENT;
        }
        if (sourceId.startsWith("re_") || sourceId.startsWith("pyr_")) {
            return ItemKind.REFUND;
        }
        return sourceId.startsWith("dp_") || sourceId.startsWith("du_") ? ItemKind.DISPUTE : null;
    }
}
