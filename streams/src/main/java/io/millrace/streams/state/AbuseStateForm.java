package io.millrace.streams.state;

import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.SpikeSignal;
import io.millrace.schemas.budget.Window;
import io.millrace.streams.metering.AbuseState;
import io.millrace.streams.metering.AddressSet;
import io.millrace.streams.metering.ErrorBurst;
import io.millrace.streams.metering.SpikeHistory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link AbuseState} as a part of the state of its scope. */
final class AbuseStateForm {
    private AbuseStateForm() {}

    static void put(StateOutput out, AbuseState state) {
        out.putText(state.policyId());
        putSpike(out, state.spike());
        putAddresses(out, state.addresses());
        putErrors(out, state.errors());
    }

    static AbuseState get(StateInput in) {
        return new AbuseState(in.getText(), getSpike(in), getAddresses(in), getErrors(in));
    }

    private static void putSpike(StateOutput out, @Nullable SpikeHistory spike) {
        putPresent(out, spike != null);
        if (spike != null) {
            out.putCode(Codes.MEASURES, spike.measure());
            for (long used : spike.before()) {
                out.putLong(used);
            }
            out.putLong(spike.known()).putLong(spike.hourStartMicros()).putLong(spike.used());
            putPresent(out, spike.fired());
        }
    }

    private static @Nullable SpikeHistory getSpike(StateInput in) {
        if (!getPresent(in)) {
            return null;
        }
        Measure measure = in.getCode(Codes.MEASURES);
        long[] before = new long[SpikeSignal.HISTORY_HOURS_MAX];
        for (int i = 0; i < before.length; i++) {
            before[i] = in.getLong();
        }
        return new SpikeHistory(measure, before, in.getInt(), in.getLong(), in.getLong(), getPresent(in));
    }

    private static void putAddresses(StateOutput out, @Nullable AddressSet addresses) {
        putPresent(out, addresses != null);
        if (addresses != null) {
            Window day = addresses.day();
            putPresent(out, day != null);
            if (day != null) {
                PolicyStateForm.putWindow(out, day);
            }
            putPresent(out, addresses.fired());
            out.putLong(addresses.seen().size());
            addresses.seen().forEach(out::putText);
        }
    }

    private static @Nullable AddressSet getAddresses(StateInput in) {
        if (!getPresent(in)) {
            return null;
        }
        Window day = getPresent(in) ? PolicyStateForm.getWindow(in) : null;
        boolean fired = getPresent(in);
        int count = in.getInt();
        List<String> seen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            seen.add(in.getText());
        }
        return new AddressSet(day, fired, seen);
    }

    private static void putErrors(StateOutput out, @Nullable ErrorBurst errors) {
        putPresent(out, errors != null);
        if (errors != null) {
            PolicyStateForm.putRateWindow(out, errors.requests());
            PolicyStateForm.putRateWindow(out, errors.errors());
            out.putLong(errors.firedSpanMicros());
        }
    }

    private static @Nullable ErrorBurst getErrors(StateInput in) {
        return getPresent(in)
                ? new ErrorBurst(PolicyStateForm.getRateWindow(in), PolicyStateForm.getRateWindow(in), in.getLong())
                : null;
    }

    private static void putPresent(StateOutput out, boolean present) {
        out.putLong(present ? 1 : 0);
    }

    private static boolean getPresent(StateInput in) {
        return in.getLong() != 0;
    }
}
