package io.millrace.billing.postgres;

import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.postpaid.Closeout.Debt;
import io.millrace.schemas.billing.CreditEntry;
import io.millrace.schemas.billing.CreditKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One workspace's books, for stores of other packages. Inside a transaction. */
public final class CustomerBooks {
    private CustomerBooks() {}

    /**
     * Books what is owed, or a part of it, as not collected, and tells the balance.
     *
     * @param name of the credit, the same for the same debt; the transfer's cause is made of it
     * @param amount above $0, at most what is owed
     */
    public static void letGo(
            Handle handle, String workspaceId, Debt debt, Money amount, String name, UUID cause, long nowMicros) {
        CustomerSql customers = new CustomerSql(handle);
        CustomerAccounts before = customers.lock(List.of(workspaceId)).get(0);
        if (amount.compareTo(before.overdraft()) > 0) {
            throw Expected.illegal("debt let go", amount, "at most what is owed, " + before.overdraft());
        }
        Transfer transfer = new Transfer(cause, debt.kind(), debt.account().id(), before.receivable(), amount);
        new PostingSql(handle).insertTransfers(null, List.of(transfer));
        customers.update(List.of(new CustomerAccounts(
                workspaceId, before.receivable(), before.overdraft().minus(amount), before.drawn(), before.grants())));
        OutboxSql.add(
                handle, new CreditEntry(name, workspaceId, CreditKind.ADJUSTMENT, amount, "", debt.name(), nowMicros));
    }
}
