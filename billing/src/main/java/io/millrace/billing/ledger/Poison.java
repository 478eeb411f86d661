package io.millrace.billing.ledger;

/** Why a drawdown cannot be posted, in the order it is asked. */
public enum Poison {
    /** The bytes are no drawdown. */
    UNREADABLE,
    /** A charge below 0. */
    NEGATIVE_CHARGE,
    /** The customer's total would leave the range of money. */
    OVERFLOW
}
