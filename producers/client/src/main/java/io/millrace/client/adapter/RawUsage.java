package io.millrace.client.adapter;

import io.millrace.schemas.usage.TokenCounts;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer said, slot by slot, before the parts are held against each other. Not thread-safe. */
final class RawUsage {
    /** A number and the field it came from. */
    private record Entry(long value, Node.Leaf leaf) {}

    private final Map<Slot, Entry> numbers = new EnumMap<>(Slot.class);
    private final Map<Slot, String> texts = new EnumMap<>(Slot.class);
    private final Map<Slot, Integer> textRanks = new EnumMap<>(Slot.class);
    private final Findings findings = new Findings();

    @Nullable
    Long number(Slot slot) {
        Entry entry = numbers.get(slot);
        return entry == null ? null : entry.value();
    }

    boolean flag(Slot slot) {
        Long number = number(slot);
        return number != null && number == 1;
    }

    @Nullable
    String text(Slot slot) {
        return texts.get(slot);
    }

    /** Path of the field a number came from, as findings show it. */
    String name(Slot slot) {
        Entry entry = numbers.get(slot);
        return entry == null ? slot.name() : entry.leaf().name();
    }

    /** The same below the usage object. */
    String shortName(Slot slot) {
        Entry entry = numbers.get(slot);
        return entry == null ? slot.name() : entry.leaf().shortName();
    }

    Findings findings() {
        return findings;
    }

    boolean hasNumbers() {
        return !numbers.isEmpty();
    }

    void put(Node.Leaf leaf, long value) {
        Entry old = numbers.get(leaf.slot());
        if (old == null) {
            numbers.put(leaf.slot(), new Entry(value, leaf));
        } else if (leaf.kind() == Node.Role.SUMMED && old.leaf().rank() == leaf.rank()) {
            add(leaf, old.value(), value);
        } else {
            choose(leaf, value, old);
        }
    }

    private void add(Node.Leaf leaf, long sum, long value) {
        if (sum + value > TokenCounts.COUNT_MAX) {
            findings.badValue(leaf.name(), value, "sums up to at most " + TokenCounts.COUNT_MAX);
        } else {
            numbers.put(leaf.slot(), new Entry(sum + value, leaf));
        }
    }

    /** The lower rank wins; the same field twice: the last one, as JSON readers do. */
    private void choose(Node.Leaf leaf, long value, Entry old) {
        boolean wins = leaf.rank() <= old.leaf().rank();
        Entry winner = wins ? new Entry(value, leaf) : old;
        Entry loser = wins ? old : new Entry(value, leaf);
        boolean comparable = leaf.kind() == Node.Role.SAME && old.leaf().kind() == Node.Role.SAME;
        if (comparable && winner.value() != loser.value()) {
            findings.contradiction(
                    loser.leaf().name(), loser.value(), "= " + winner.leaf().shortName() + ' ' + winner.value());
        }
        numbers.put(leaf.slot(), winner);
    }

    void put(Node.Leaf leaf, String text) {
        Integer rank = textRanks.get(leaf.slot());
        if (rank == null || leaf.rank() <= rank) {
            texts.put(leaf.slot(), text);
            textRanks.put(leaf.slot(), leaf.rank());
        }
    }

    /**
     * An event that restates the cache writes without their lifetimes leaves an earlier split behind; what the total has
     * grown by was written for 5 minutes, the default.
     */
    private void restateSplit(RawUsage later) {
        Long total = later.number(Slot.CACHE_WRITE);
        Entry write5m = numbers.get(Slot.CACHE_WRITE_5M);
        boolean stale = later.number(Slot.CACHE_WRITE_5M) == null && later.number(Slot.CACHE_WRITE_1H) == null;
        if (total == null || write5m == null || !stale) {
            return;
        }
        long grown = total - TokenCounts.orZero(number(Slot.CACHE_WRITE_1H));
        if (grown > write5m.value()) {
            numbers.put(Slot.CACHE_WRITE_5M, new Entry(grown, write5m.leaf()));
        }
    }

    /** Takes a later part of a stream: its numbers slot by slot, or instead of all earlier ones. */
    void absorb(RawUsage later, boolean slotBySlot) {
        if (!slotBySlot && later.hasNumbers()) {
            numbers.clear();
        }
        numbers.putAll(later.numbers);
        if (slotBySlot) {
            restateSplit(later);
        }
        texts.putAll(later.texts);
        findings.absorb(later.findings);
    }
}
