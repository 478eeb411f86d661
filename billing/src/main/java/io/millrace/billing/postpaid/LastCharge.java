package io.millrace.billing.postpaid;

import io.millrace.schemas.money.Money;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * The newest charge of a workspace, which is over.
 *
 * @param period the month whose end it was for; null for another reason
 * @param owed what it was made of
 * @param cents what was asked for
 */
public record LastCharge(ChargeReason reason, @Nullable YearMonth period, Money owed, long cents, End end) {
    /** How it ended. */
    public enum End {
        PAID,
        /** Given up, and the way is free: less was owed by then, or another payment method came since. */
        OPEN_AGAIN,
        /** Declined for good. Nothing is charged by itself before another payment method comes, or the next month is over. */
        FAILED
    }

    /** Whether its month is not paid for: it was given up, or cut to the most that can be charged at once. */
    boolean leavesItsPeriod() {
        boolean cutShort = end == End.PAID && owed.floorCents() > cents;
        return period != null && (end == End.OPEN_AGAIN || cutShort);
    }
}
