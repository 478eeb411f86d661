package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A new grant in a customer's accounts: it is funded, then first repays what the customer owes. */
public record Funding(List<Transfer> transfers, CustomerAccounts after) {
    public Funding {
        transfers = List.copyOf(transfers);
    }

    /**
     * @param grant the new one, nothing of it used yet, effective when it is created
     * @param paidFrom where the money of a paid grant lies; one given away is always an expense
     */
    public static Funding of(CustomerAccounts customer, Grant grant, SystemAccount paidFrom, UUID cause) {
        if (grant.effectiveAtMicros() > grant.createdAtMicros()) {
            throw Expected.illegal("grant effective_at", grant.effectiveAtMicros(), "<= created_at");
        }
        AccountId source = grant.kind() == GrantKind.PAID ? paidFrom.id() : SystemAccount.PROMO_EXPENSE.id();
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(cause, TransferKind.FUNDING, source, grant.account(), grant.remaining()));
        Money repaid = new Money(
                Math.min(customer.overdraft().nanoUsd(), grant.remaining().nanoUsd()));
        if (repaid.nanoUsd() > 0) {
            transfers.add(new Transfer(cause, TransferKind.REPAYMENT, grant.account(), customer.receivable(), repaid));
        }
        List<Grant> grants = new ArrayList<>(customer.grants());
        grants.add(grant.less(repaid));
        CustomerAccounts after = new CustomerAccounts(
                customer.customerId(),
                customer.receivable(),
                customer.overdraft().minus(repaid),
                customer.drawn(),
                grants);
        return new Funding(transfers, after);
    }
}
