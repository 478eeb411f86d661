package io.millrace.billing.returns;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Grant;
import io.millrace.schemas.money.Money;

/**
 * The credit a payment paid for, before something of it goes back or returns.
 *
 * @param customer the owner, as the ledger knows it now
 * @param grant among the customer's, unless nothing is left of it
 * @param granted what the payment paid for
 * @param ended what ended unused, ever
 * @param returned what other refunds and disputes of the payment hold taken
 * @param alive whether the grant may pay usage of now: only then it repays what the customer owes
 */
public record PaidGrant(
        CustomerAccounts customer, Grant grant, Money granted, Money ended, Split returned, boolean alive) {
    /** What ended unused and did not go back. */
    Money endedLeft() {
        return atLeastZero(ended.minus(returned.breakage()));
    }

    /** What was used, or repaid a debt, and did not go back. */
    Money spentLeft() {
        Money gone = granted.minus(grant.remaining()).minus(ended);
        return atLeastZero(gone.minus(returned.grant()).minus(returned.receivable()));
    }

    private static Money atLeastZero(Money amount) {
        return amount.nanoUsd() < 0 ? Money.ZERO : amount;
    }
}
