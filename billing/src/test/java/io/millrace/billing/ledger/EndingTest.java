package io.millrace.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class EndingTest {
    private static final AccountId RECEIVABLE = new AccountId(1_000);
    private static final UUID CAUSE = new UUID(3, 4);

    private static Grant grant(long account, GrantKind kind, long nano) {
        return new Grant(new AccountId(account), kind, 10, 0, 100, 0, new Money(nano));
    }

    private static CustomerAccounts owing(long nano, Grant... grants) {
        return new CustomerAccounts("a", RECEIVABLE, new Money(nano), new Money(1_000), List.of(grants));
    }

    private static Transfer transfer(TransferKind kind, long debit, AccountId credit, long nano) {
        return new Transfer(CAUSE, kind, new AccountId(debit), credit, new Money(nano));
    }

    @Test
    void thePaidRestIsBreakageAndTheGiftNoExpenseAfterAll() {
        Grant paid = grant(1_001, GrantKind.PAID, 30);
        Grant trial = grant(1_002, GrantKind.TRIAL, 20);
        Ending ending = Ending.expired(owing(0, paid, trial), paid, CAUSE);
        assertThat(ending.transfers())
                .containsExactly(transfer(TransferKind.BREAKAGE, 1_001, SystemAccount.BREAKAGE.id(), 30));
        assertThat(ending.left()).isEqualTo(new Money(30));
        assertThat(ending.after().balance()).isEqualTo(new Money(20));
        assertThat(Ending.voided(ending.after(), trial, CAUSE).transfers())
                .containsExactly(transfer(TransferKind.VOID, 1_002, SystemAccount.PROMO_EXPENSE.id(), 20));
    }

    @Test
    void whatRollsOverFirstRepaysWhatIsOwed() {
        Grant old = grant(1_001, GrantKind.PAID, 100);
        Grant next = new Grant(new AccountId(1_002), GrantKind.PAID, 10, 100, 200, 100, new Money(60));
        Ending ending = Ending.rolledOver(owing(25, old), old, next, CAUSE);
        assertThat(ending.transfers())
                .containsExactly(
                        transfer(TransferKind.ROLLOVER, 1_001, next.account(), 60),
                        transfer(TransferKind.REPAYMENT, 1_002, RECEIVABLE, 25),
                        transfer(TransferKind.BREAKAGE, 1_001, SystemAccount.BREAKAGE.id(), 40));
        assertThat(ending.after().overdraft()).isEqualTo(Money.ZERO);
        assertThat(ending.after().balance()).isEqualTo(new Money(35));
    }

    @Test
    void whatPaysOnlyForCertainUsageRepaysNothing() {
        Applicability chat = new Applicability(List.of(), List.of(), List.of("chat"));
        Grant grant = new Grant(new AccountId(1_001), GrantKind.PAID, 10, 0, 100, 0, new Money(50), chat);
        Funding funding = Funding.of(owing(25), grant, SystemAccount.STRIPE_CLEARING, CAUSE);
        assertThat(funding.transfers()).extracting(Transfer::kind).containsExactly(TransferKind.FUNDING);
        assertThat(funding.after().overdraft()).isEqualTo(new Money(25));
    }

    @Test
    void moreThanIsLeftDoesNotRollOver() {
        Grant old = grant(1_001, GrantKind.PAID, 100);
        Grant next = grant(1_002, GrantKind.PAID, 101);
        assertThatThrownBy(() -> Ending.rolledOver(owing(0, old), old, next, CAUSE))
                .hasMessage("rollover of grant 1001: $0.000000101 (expected: <= what is left)");
        assertThatThrownBy(() -> Ending.expired(owing(0), old, CAUSE)).hasMessageStartingWith("grant 1001: ");
    }

    @Test
    void aShareIsBoundedAndTimesRunOut() {
        Rollover rule = new Rollover(500_000, new Money(30), 10, 2);
        assertThat(rule.of(new Money(41))).as("half to even").isEqualTo(new Money(20));
        assertThat(rule.of(new Money(100))).isEqualTo(new Money(30));
        assertThat(rule.next()).isEqualTo(new Rollover(500_000, new Money(30), 10, 1));
        assertThat(new Rollover(1, null, 10, 1).next()).isNull();
        assertThat(new Rollover(1, null, 10, 1).of(new Money(1))).isEqualTo(Money.ZERO);
    }
}
