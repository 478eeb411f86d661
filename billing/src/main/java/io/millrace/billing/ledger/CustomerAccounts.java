package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.List;

/**
 * What the ledger knows of one customer, a workspace, when it posts.
 *
 * @param receivable the account of what the customer owes
 * @param overdraft what is owed, 0 or more
 * @param drawn all that was ever drawn, 0 or more; never less than the overdraft
 * @param grants those with something left, in any order
 */
public record CustomerAccounts(
        String customerId, AccountId receivable, Money overdraft, Money drawn, List<Grant> grants) {
    public CustomerAccounts {
        grants = List.copyOf(grants);
        if (overdraft.nanoUsd() < 0 || overdraft.compareTo(drawn) > 0) {
            throw Expected.illegal("customer " + customerId + " overdraft", overdraft, "$0 to drawn " + drawn);
        }
    }

    /** What is left of all grants, less what is owed. */
    public Money balance() {
        Money left = Money.ZERO;
        for (Grant grant : grants) {
            left = left.plus(grant.remaining());
        }
        return left.minus(overdraft);
    }
}
