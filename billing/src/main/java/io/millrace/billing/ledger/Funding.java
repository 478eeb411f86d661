package io.millrace.billing.ledger;

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
     * @param grant the new one, nothing of it used yet, effective by now; one that pays only for certain usage repays
     *     nothing, since nobody can tell what usage is owed
     * @param paidFrom where the money of a paid grant lies; one given away is always an expense
     */
    public static Funding of(CustomerAccounts customer, Grant grant, SystemAccount paidFrom, UUID cause) {
        SystemAccount source = grant.kind() == GrantKind.PAID ? paidFrom : SystemAccount.PROMO_EXPENSE;
        return between(customer, grant, source.id(), TransferKind.FUNDING, cause);
    }

    static Funding between(CustomerAccounts customer, Grant grant, AccountId source, TransferKind kind, UUID cause) {
        List<Transfer> transfers = new ArrayList<>();
        transfers.add(new Transfer(cause, kind, source, grant.account(), grant.remaining()));
        Money repaid = grant.applicability().isAny()
                ? new Money(Math.min(
                        customer.overdraft().nanoUsd(), grant.remaining().nanoUsd()))
                : Money.ZERO;
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
