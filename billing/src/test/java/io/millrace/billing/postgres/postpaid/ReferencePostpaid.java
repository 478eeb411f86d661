package io.millrace.billing.postgres.postpaid;

import io.millrace.billing.postpaid.ChargeReason;
import io.millrace.billing.postpaid.LastCharge.End;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One postpaid workspace as simple as it can be: what it owes, the credit it has, and its charges in their order. */
final class ReferencePostpaid {
    private static final long CENT = 10_000_000L;

    /** A charge; it ended unless its end is null. */
    static final class Charge {
        final ChargeReason reason;
        final @Nullable YearMonth period;
        final long cents;

        @Nullable
        End end;

        Charge(ChargeReason reason, @Nullable YearMonth period, long cents) {
            this.reason = reason;
            this.period = period;
            this.cents = cents;
        }
    }

    long owed;
    long credit;
    boolean prepaid;

    @Nullable
    Long threshold;

    YearMonth next;
    final List<Charge> charges = new ArrayList<>();
    private final TreeMap<YearMonth, Long> used = new TreeMap<>();

    ReferencePostpaid(YearMonth first) {
        next = first;
    }

    void use(long nano, YearMonth month) {
        long paid = Math.min(nano, credit);
        credit -= paid;
        owed += nano - paid;
        used.merge(month, nano - paid, Long::sum);
        reached();
    }

    void receive(long nano) {
        long repaid = Math.min(nano, owed);
        owed -= repaid;
        credit += nano - repaid;
    }

    @Nullable
    Charge open() {
        return charges.isEmpty() || last().end != null ? null : last();
    }

    private Charge last() {
        return charges.get(charges.size() - 1);
    }

    private long owedThrough(YearMonth month) {
        long later = used.tailMap(month, /* inclusive= */ false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return Math.max(0, owed - later);
    }

    /** Opens a charge where so much is owed; whether it did. */
    private boolean charge(ChargeReason reason, @Nullable YearMonth period, long nano) {
        boolean enough = nano >= 50 * CENT;
        if (enough) {
            charges.add(new Charge(reason, period, nano / CENT));
        }
        return enough;
    }

    /** @param over the last month whose cut has come */
    void sweep(YearMonth over) {
        if (prepaid || open() != null) {
            return;
        }
        if (!over.isBefore(next)) {
            next = over.plusMonths(1);
            if (charge(ChargeReason.PERIOD, over, owedThrough(over))) {
                return;
            }
        }
        between();
    }

    /** What usage or a success leads to: only who owes the threshold is looked at. */
    void reached() {
        if (!prepaid && open() == null && threshold != null && owed >= threshold * CENT) {
            between();
        }
    }

    private void between() {
        Charge last = charges.isEmpty() ? null : last();
        if (last != null && last.end == End.FAILED) {
            return;
        }
        if (last != null && last.end == End.OPEN_AGAIN && last.period != null) {
            YearMonth period = Objects.requireNonNull(last.period);
            if (charge(ChargeReason.PERIOD, period, owedThrough(period))) {
                return;
            }
        }
        if (threshold != null && owed >= threshold * CENT) {
            charge(ChargeReason.THRESHOLD, null, owed);
        }
    }

    /** The rows as the database shows them. */
    List<String> rows() {
        return charges.stream()
                .map(charge -> "(%s,%s,%d,%s)"
                        .formatted(
                                charge.reason,
                                charge.period == null
                                        ? ""
                                        : charge.period.toString().replace("-", ""),
                                charge.cents,
                                charge.end == null ? "OPEN" : charge.end == End.PAID ? "SUCCEEDED" : "FAILED"))
                .toList();
    }
}
