package io.millrace.billing.postpaid;

import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import org.jspecify.annotations.Nullable;

/** What becomes of a debt when an account closes. Pure. */
public sealed interface Closeout {
    /** Nothing is owed. */
    record Clear() implements Closeout {}

    /** Too little to be charged: it is not collected. */
    record LetGo(Debt debt, Money amount) implements Closeout {}

    /** It is charged; what is left of a cent is let go after that. */
    record FinalCharge(NewCharge charge) implements Closeout {}

    /** Where a debt that is let go is booked. */
    enum Debt {
        /** Less than a cent. */
        ROUNDING(SystemAccount.ROUNDING, TransferKind.ROUNDING),
        /** Less than Stripe charges at once, or given up by a person. */
        WRITE_OFF(SystemAccount.WRITE_OFF, TransferKind.WRITE_OFF);

        private final SystemAccount account;
        private final TransferKind kind;

        Debt(SystemAccount account, TransferKind kind) {
            this.account = account;
            this.kind = kind;
        }

        public SystemAccount account() {
            return account;
        }

        public TransferKind kind() {
            return kind;
        }

        /** @param amount above $0 */
        public static Debt of(Money amount) {
            return amount.nanoUsd() < Money.NANO_PER_CENT ? ROUNDING : WRITE_OFF;
        }
    }

    /** @param owed from $0 */
    static Closeout of(Money owed) {
        if (owed.nanoUsd() < 0) {
            throw Expected.illegal("owed", owed, ">= $0");
        }
        if (owed.nanoUsd() == 0) {
            return new Clear();
        }
        @Nullable NewCharge charge = NewCharge.of(ChargeReason.CLOSE, null, owed);
        return charge == null ? new LetGo(Debt.of(owed), owed) : new FinalCharge(charge);
    }
}
