package io.millrace.billing.ledger;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import java.util.UUID;

/**
 * One immutable movement: one debit, one credit, one amount above 0; so debits equal credits by shape.
 *
 * @param cause the drawdown, the top-up or the grant's source it was booked for
 */
public record Transfer(UUID cause, TransferKind kind, AccountId debit, AccountId credit, Money amount) {
    public Transfer {
        if (amount.nanoUsd() <= 0) {
            throw Expected.illegal("transfer amount", amount, "> $0");
        }
        if (debit.equals(credit)) {
            throw Expected.illegal("transfer credit account", credit.value(), "another than the debit account");
        }
    }

    Transfer plus(Money more) {
        return new Transfer(cause, kind, debit, credit, amount.plus(more));
    }
}
