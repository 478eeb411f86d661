package io.millrace.billing.charging;

/** The one way a payment that succeeded is booked, whoever learned of it: charger, webhook or reconciliation. Thread-safe. */
public interface Settlement {
    /**
     * Books a payment that succeeded: grant, transfers, credit and the top-up's end in one transaction. A second call for
     * the same top-up does nothing.
     *
     * @return whether this call booked it
     * @throws io.millrace.schemas.error.MillraceException when intent and top-up disagree in id or amount
     */
    boolean settle(TopUp topUp, Intent intent);
}
