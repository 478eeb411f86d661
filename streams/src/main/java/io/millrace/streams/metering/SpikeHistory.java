package io.millrace.streams.metering;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.time.Micros;
import org.jspecify.annotations.Nullable;

/**
 * What a scope used in the hour of its latest call and in the 24 hours before it, to find an hour far above them. Hours
 * are those of UTC. An hour without calls counts as 0 once the scope is known; a late call is counted in its own hour, and
 * one that is more than 24 hours late in none. Costs 27 longs. Not thread-safe.
 */
public final class SpikeHistory {
    private static final int HOURS = SpikeSignal.HISTORY_HOURS_MAX;

    /**
     * An hour that is one.
     *
     * @param window the hour
     * @param used in it so far
     * @param mean of the hours before it, rounded down
     * @param threshold from which it is a spike
     */
    record Spike(Window window, long used, long mean, long threshold) {}

    private final Measure measure;
    /** Use of the hours before the newest, the latest first. */
    private final long[] before;

    private int known;
    private long hourStartMicros;
    private long used;
    private boolean fired;

    SpikeHistory(Measure measure) {
        this(measure, new long[HOURS], 0, 0, 0, false);
    }

    /**
     * @param before use of the 24 hours before the newest, the latest first; taken over, not copied
     * @param known how many of them count, 0 to 24
     * @param hourStartMicros start of the newest hour; 0 before the first call
     * @param used in the newest hour
     * @param fired whether the newest hour was said to be a spike
     */
    public SpikeHistory(Measure measure, long[] before, int known, long hourStartMicros, long used, boolean fired) {
        this.measure = measure;
        this.before = before;
        this.known = known;
        this.hourStartMicros = hourStartMicros;
        this.used = used;
        this.fired = fired;
    }

    /** Counts an amount. The spike that it makes of its hour, once; null for none. */
    @Nullable
    Spike add(long atMicros, long amount, SpikeSignal signal) {
        long hour = Micros.floor(atMicros, Micros.PER_HOUR);
        if (hour < hourStartMicros) {
            addLate((hourStartMicros - hour) / Micros.PER_HOUR, amount);
            return null;
        }
        if (hour > hourStartMicros) {
            moveTo(hour);
        }
        used = Amounts.plus(used, amount);
        boolean possible = !fired && known >= signal.historyHours() && used >= signal.amountMin();
        return possible ? spike(signal) : null;
    }

    public Measure measure() {
        return measure;
    }

    public long[] before() {
        return before.clone();
    }

    public int known() {
        return known;
    }

    public long hourStartMicros() {
        return hourStartMicros;
    }

    public long used() {
        return used;
    }

    public boolean fired() {
        return fired;
    }

    private @Nullable Spike spike(SpikeSignal signal) {
        long sum = 0;
        for (int i = 0; i < known; i++) {
            sum = Amounts.plus(sum, before[i]);
        }
        long threshold = Math.max(signal.amountMin(), Amounts.scaleUp(sum, signal.meanPercent(), 100L * known));
        if (used < threshold) {
            return null;
        }
        fired = true;
        Window window = new Window(hourStartMicros, hourStartMicros + Micros.PER_HOUR);
        return new Spike(window, used, sum / known, threshold);
    }

    private void addLate(long age, long amount) {
        if (age <= HOURS) {
            before[(int) age - 1] = Amounts.plus(before[(int) age - 1], amount);
            known = Math.max(known, (int) age);
        }
    }

    private void moveTo(long hour) {
        if (hourStartMicros > 0) {
            int steps = (int) Math.min(HOURS + 1L, (hour - hourStartMicros) / Micros.PER_HOUR);
            long[] moved = new long[HOURS];
            if (steps <= HOURS) {
                moved[steps - 1] = used;
                System.arraycopy(before, 0, moved, steps, HOURS - steps);
            }
            System.arraycopy(moved, 0, before, 0, HOURS);
            known = Math.min(HOURS, known + steps);
        }
        hourStartMicros = hour;
        used = 0;
        fired = false;
    }
}
