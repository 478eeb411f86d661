package io.millrace.streams.state;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Window;
import io.millrace.streams.metering.BudgetCounter;
import io.millrace.streams.metering.BudgetState;
import io.millrace.streams.metering.PolicyState;
import io.millrace.streams.metering.RateState;
import io.millrace.streams.metering.RateWindow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts that several states have. */
final class PolicyStateForm {
    private static final int BUDGET = 0;
    private static final int RATE = 1;

    private PolicyStateForm() {}

    static void put(StateOutput out, PolicyState state) {
        if (state instanceof BudgetState budget) {
            out.putLong(BUDGET);
            putBudget(out, budget);
        } else if (state instanceof RateState rate) {
            out.putLong(RATE);
            putRate(out, rate);
        }
    }

    static PolicyState get(StateInput in) {
        return in.getLong() == BUDGET ? getBudget(in) : getRate(in);
    }

    static void putBudget(StateOutput out, BudgetState state) {
        out.putText(state.policyId()).putCode(Codes.PERIODS, state.period()).putCode(Codes.MEASURES, state.measure());
        Window window = state.window();
        out.putLong(window == null ? 0 : 1);
        if (window != null) {
            putWindow(out, window);
        }
        putCounter(out, state.counter());
    }

    static BudgetState getBudget(StateInput in) {
        String policyId = in.getText();
        Period period = in.getCode(Codes.PERIODS);
        Measure measure = in.getCode(Codes.MEASURES);
        @Nullable Window window = in.getLong() == 0 ? null : getWindow(in);
        return new BudgetState(policyId, period, measure, window, getCounter(in));
    }

    static void putWindow(StateOutput out, Window window) {
        out.putLong(window.startMicros()).putNullable(window.endMicros());
    }

    static Window getWindow(StateInput in) {
        return new Window(in.getLong(), in.getNullable());
    }

    static void putRateWindow(StateOutput out, RateWindow window) {
        out.putLong(window.lengthMicros()).putLong(window.slotStartMicros()).putLong(window.latestMicros());
        for (long use : window.slots()) {
            out.putLong(use);
        }
    }

    static RateWindow getRateWindow(StateInput in) {
        long length = in.getLong();
        long slotStart = in.getLong();
        long latest = in.getLong();
        long[] slots = new long[RateWindow.SLOTS + 1];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = in.getLong();
        }
        return new RateWindow(length, slotStart, latest, slots);
    }

    private static void putRate(StateOutput out, RateState state) {
        out.putText(state.policyId()).putCode(Codes.MEASURES, state.measure());
        putRateWindow(out, state.window());
        putCounter(out, state.estimate());
    }

    private static RateState getRate(StateInput in) {
        String policyId = in.getText();
        Measure measure = in.getCode(Codes.MEASURES);
        return new RateState(policyId, measure, getRateWindow(in), getCounter(in));
    }

    private static void putCounter(StateOutput out, BudgetCounter counter) {
        List<String> fired = counter.fired();
        out.putLong(counter.used()).putLong(fired.size());
        fired.forEach(out::putText);
    }

    private static BudgetCounter getCounter(StateInput in) {
        long used = in.getLong();
        int count = in.getInt();
        List<String> fired = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fired.add(in.getText());
        }
        return new BudgetCounter(used, fired);
    }
}
