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
        out.putText(state.policyId()).putEnum(state.period()).putEnum(state.measure());
        Window window = state.window();
        out.putLong(window == null ? 0 : 1);
        if (window != null) {
            putWindow(out, window);
        }
        putCounter(out, state.counter());
    }

    static BudgetState getBudget(StateInput in) {
        String policyId = in.getText();
        Period period = in.getEnum(Period.class);
        Measure measure = in.getEnum(Measure.class);
        @Nullable Window window = in.getLong() == 0 ? null : getWindow(in);
        return new BudgetState(policyId, period, measure, window, getCounter(in));
    }

    static void putWindow(StateOutput out, Window window) {
        out.putLong(window.startMicros()).putNullable(window.endMicros());
    }

    static Window getWindow(StateInput in) {
        return new Window(in.getLong(), in.getNullable());
    }

    private static void putRate(StateOutput out, RateState state) {
        RateWindow window = state.window();
        out.putText(state.policyId())
                .putEnum(state.measure())
                .putLong(window.lengthMicros())
                .putLong(window.bucketStartMicros())
                .putLong(window.current())
                .putLong(window.previous())
                .putLong(window.latestMicros());
        putCounter(out, state.estimate());
    }

    private static RateState getRate(StateInput in) {
        String policyId = in.getText();
        Measure measure = in.getEnum(Measure.class);
        RateWindow window = new RateWindow(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
        return new RateState(policyId, measure, window, getCounter(in));
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
