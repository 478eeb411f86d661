package io.millrace.billing.postpaid;

import io.millrace.billing.charging.RechargeRule;
import io.millrace.billing.statement.StatementPeriod;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is charged of what is owed, and when. Whole cents, rounded down: what is left of a cent, and less than Stripe charges
 * at once, stays owed and is part of the next charge. Pure.
 */
public final class PostpaidRule {
    /** From the end of a month to its cut: usage that was under way is booked by then. What comes later is in the next cut. */
    static final long GRACE_MICROS = 60L * 60 * 1_000_000;

    private PostpaidRule() {}

    /**
     * What is to be done now.
     *
     * @param nextPeriod the first month that is not cut after this
     * @param charge null where nothing is charged
     */
    public record Decision(YearMonth nextPeriod, @Nullable NewCharge charge) {}

    /** The month that is over is cut first; several at once, as after a pause, are one cut and one charge. */
    public static Decision decide(PostpaidStanding standing, long nowMicros) {
        YearMonth over = lastOver(nowMicros, standing.terms().zone());
        if (over.isBefore(standing.nextPeriod())) {
            return new Decision(standing.nextPeriod(), betweenCuts(standing));
        }
        NewCharge charge = NewCharge.of(ChargeReason.PERIOD, over, standing.owedThrough(over));
        return new Decision(over.plusMonths(1), charge == null ? betweenCuts(standing) : charge);
    }

    /** What is charged though no month ended; null for nothing. */
    public static @Nullable NewCharge betweenCuts(PostpaidStanding standing) {
        LastCharge last = standing.last();
        if (last != null && last.end() == LastCharge.End.FAILED) {
            return null;
        }
        if (last != null && last.period() != null && last.leavesItsPeriod()) {
            NewCharge again = NewCharge.of(ChargeReason.PERIOD, last.period(), standing.owedThrough(last.period()));
            if (again != null) {
                return again;
            }
        }
        Long threshold = standing.terms().thresholdCents();
        boolean reached = threshold != null && standing.owed().compareTo(Money.ofCents(threshold)) >= 0;
        return reached ? NewCharge.of(ChargeReason.THRESHOLD, null, standing.owed()) : null;
    }

    /** Whole cents of what is owed, at most Stripe's most; empty below Stripe's least. */
    public static OptionalLong cents(Money owed) {
        long cents = Math.min(owed.floorCents(), RechargeRule.CENTS_MAX);
        return cents < RechargeRule.CENTS_MIN ? OptionalLong.empty() : OptionalLong.of(cents);
    }

    /** When a month is cut, microseconds since the epoch. */
    public static long cutMicros(YearMonth month, ZoneId zone) {
        return Micros.of(StatementPeriod.of(month, zone).until()) + GRACE_MICROS;
    }

    /** The month that an instant is in. */
    public static YearMonth monthOf(long micros, ZoneId zone) {
        return YearMonth.from(Micros.toInstant(micros).atZone(zone));
    }

    /** The last month whose cut has come. */
    private static YearMonth lastOver(long nowMicros, ZoneId zone) {
        return monthOf(Math.max(0, nowMicros - GRACE_MICROS), zone).minusMonths(1);
    }
}
