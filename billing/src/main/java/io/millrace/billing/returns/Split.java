package io.millrace.billing.returns;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;

/**
 * Where money that went back to a customer was taken from; each 0 or more.
 *
 * @param grant what was left of the credit it had paid for
 * @param breakage credit that had ended unused
 * @param receivable credit that was used: the customer owes it
 * @param writeOff more than was ever paid for: lost
 */
public record Split(Money grant, Money breakage, Money receivable, Money writeOff) {
    public static final Split NONE = new Split(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    public Split {
        long least = Math.min(
                Math.min(grant.nanoUsd(), breakage.nanoUsd()), Math.min(receivable.nanoUsd(), writeOff.nanoUsd()));
        if (least < 0) {
            throw Expected.illegal("part of a return", new Money(least), ">= $0");
        }
    }

    public Money total() {
        return grant.plus(breakage).plus(receivable).plus(writeOff);
    }

    public Split plus(Split other) {
        return new Split(
                grant.plus(other.grant),
                breakage.plus(other.breakage),
                receivable.plus(other.receivable),
                writeOff.plus(other.writeOff));
    }

    /** The same with what was written off taken elsewhere. */
    public Split recovered(Split instead) {
        Split sum = plus(instead);
        return new Split(sum.grant, sum.breakage, sum.receivable, sum.writeOff.minus(instead.total()));
    }
}
