package io.millrace.streams.metering;

import java.util.ArrayList;
import java.util.List;

/** What was used in one window of one policy and scope, and which thresholds have fired there. Not thread-safe. */
public final class BudgetCounter {
    private long used;
    /** Mostly of none. */
    private List<String> fired;

    public BudgetCounter() {
        this(0, List.of());
    }

    public BudgetCounter(long used, List<String> fired) {
        this.used = used;
        this.fired = List.copyOf(fired);
    }

    /** In the measure's unit. */
    public long used() {
        return used;
    }

    /** Labels of the thresholds that have fired. */
    public List<String> fired() {
        return fired;
    }

    /**
     * Adds an amount. The thresholds (given in ascending order) it crossed, each once in the counter's life. One below 0
     * takes back what was added before; of what was not, since the policy began later, nothing is owed: never below 0.
     */
    List<Threshold> add(long amount, List<Threshold> thresholds) {
        used = Math.max(0, Amounts.plus(used, amount));
        return cross(used, thresholds);
    }

    /** Sets the use instead: for sliding estimates, which also fall. */
    List<Threshold> set(long amount, List<Threshold> thresholds) {
        used = amount;
        return cross(used, thresholds);
    }

    private List<Threshold> cross(long reached, List<Threshold> thresholds) {
        List<Threshold> crossed = List.of();
        for (Threshold threshold : thresholds) {
            if (threshold.amount() > reached) {
                break;
            }
            if (!fired.contains(threshold.label())) {
                fired = with(threshold.label());
                crossed = crossed.isEmpty() ? new ArrayList<>(2) : crossed;
                crossed.add(threshold);
            }
        }
        return crossed;
    }

    private List<String> with(String label) {
        List<String> more = new ArrayList<>(fired);
        more.add(label);
        return List.copyOf(more);
    }
}
