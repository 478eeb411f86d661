package io.millrace.streams.metering;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Use over a sliding window of event time, estimated from slots of a tenth of its length. Not thread-safe.
 *
 * <p>The estimate at t is the use of the slots that lie within (t - length, t], plus the share of the oldest slot that
 * the window still covers, rounded down. It is exact where the oldest slot's use was spread evenly, and never off by more
 * than that slot's use: what was used within one tenth of the window. A late amount goes to its own slot; one older than
 * all slots is outside every window still asked about and is ignored. Costs 13 longs.
 */
public final class RateWindow {
    /** Slots in a window; one more is kept, for the part of it that the window still covers. */
    public static final int SLOTS = 10;

    private final long slotMicros;
    /** Use by age: the newest slot first. */
    private final long[] slots;

    private long slotStartMicros;
    private long latestMicros;

    /** @param lengthMicros of the window; a multiple of {@link #SLOTS} */
    public RateWindow(long lengthMicros) {
        this(lengthMicros, 0, 0, new long[SLOTS + 1]);
    }

    /**
     * @param slotStartMicros start of the newest slot
     * @param latestMicros latest instant that was added
     * @param slots use of the slots, newest first, {@link #SLOTS} + 1 of them; taken over, not copied
     */
    public RateWindow(long lengthMicros, long slotStartMicros, long latestMicros, long[] slots) {
        if (lengthMicros < SLOTS || lengthMicros % SLOTS != 0) {
            throw Expected.illegal("window length in microseconds", lengthMicros, "a multiple of " + SLOTS);
        }
        if (slots.length != SLOTS + 1) {
            throw Expected.illegal("window slots", slots.length, SLOTS + 1 + " of them");
        }
        this.slotMicros = lengthMicros / SLOTS;
        this.slotStartMicros = slotStartMicros;
        this.latestMicros = latestMicros;
        this.slots = slots;
    }

    /**
     * Adds an amount; one below 0 takes back what is in its slot, at most all. True when the instant is the first in a new span
     * of the window's length, [N·length, N·length + length).
     */
    boolean add(long atMicros, long amount) {
        long spanBefore = spanStartMicros();
        long slot = Micros.floor(atMicros, slotMicros);
        if (slot > slotStartMicros) {
            moveTo(slot);
        }
        latestMicros = Math.max(latestMicros, atMicros);
        long age = (slotStartMicros - slot) / slotMicros;
        if (age <= SLOTS) {
            slots[(int) age] = Math.max(0, Amounts.plus(slots[(int) age], amount));
        }
        return spanStartMicros() > spanBefore;
    }

    /** The estimate at the latest event time seen. */
    long estimate() {
        return estimateAt(latestMicros);
    }

    /** The estimate at an instant not before the newest slot, if nothing more is added. */
    long estimateAt(long atMicros) {
        long elapsed = Math.max(0, atMicros - slotStartMicros);
        long passed = elapsed / slotMicros;
        if (passed > SLOTS) {
            return 0;
        }
        int oldest = SLOTS - (int) passed;
        return Amounts.plus(
                newest(oldest), Amounts.scale(slots[oldest], slotMicros - elapsed % slotMicros, slotMicros));
    }

    /** The first instant from which the estimate is below the limit if nothing more is added; null when never. */
    @Nullable
    Long belowFrom(long limit) {
        if (limit <= 0) {
            return null;
        }
        int oldest = SLOTS;
        while (oldest > 0 && newest(oldest) >= limit) {
            oldest--;
        }
        long room = limit - newest(oldest);
        long start = slotStartMicros + (SLOTS - oldest) * slotMicros;
        long use = slots[oldest];
        return use < room ? start : start + Amounts.scale(slotMicros, use - room, use) + 1;
    }

    public long lengthMicros() {
        return slotMicros * SLOTS;
    }

    public long slotStartMicros() {
        return slotStartMicros;
    }

    public long latestMicros() {
        return latestMicros;
    }

    /** Use of the slots, newest first. */
    public long[] slots() {
        return slots.clone();
    }

    /** Start of the span of the window's length that holds the newest slot: thresholds fire once in each. */
    long spanStartMicros() {
        return Micros.floor(slotStartMicros, lengthMicros());
    }

    private void moveTo(long slot) {
        int steps = (int) Math.min(slots.length, (slot - slotStartMicros) / slotMicros);
        System.arraycopy(slots, 0, slots, steps, slots.length - steps);
        Arrays.fill(slots, 0, steps, 0);
        slotStartMicros = slot;
    }

    /** Use of so many slots, the newest ones. */
    private long newest(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum = Amounts.plus(sum, slots[i]);
        }
        return sum;
    }
}
