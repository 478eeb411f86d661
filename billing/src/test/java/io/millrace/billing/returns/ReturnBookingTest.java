package io.millrace.billing.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.GrantKind;
import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A payment of 100 nano, of which 40 are left, 25 ended unused and 35 were used; the customer owes 5. */
final class ReturnBookingTest {
    private static final UUID CAUSE = new UUID(1, 1);
    private static final AccountId GRANT = new AccountId(1_001);
    private static final AccountId RECEIVABLE = new AccountId(1_000);

    private static Grant grant(long left) {
        return new Grant(GRANT, GrantKind.PAID, 10, Grant.ALWAYS, Grant.NEVER, 1, new Money(left));
    }

    private static PaidGrant paid(long left, long owed, Split returned, boolean alive) {
        Grant grant = grant(left);
        CustomerAccounts customer = new CustomerAccounts(
                "a", RECEIVABLE, new Money(owed), new Money(1_000), left == 0 ? List.of() : List.of(grant));
        return new PaidGrant(customer, grant, new Money(100), new Money(25), returned, alive);
    }

    private static Split split(long grant, long breakage, long receivable, long writeOff) {
        return new Split(new Money(grant), new Money(breakage), new Money(receivable), new Money(writeOff));
    }

    private static List<String> texts(ReturnBooking booking) {
        return booking.transfers().stream()
                .map(transfer -> "%s %d>%d %d"
                        .formatted(
                                transfer.kind(),
                                transfer.debit().value(),
                                transfer.credit().value(),
                                transfer.amount().nanoUsd()))
                .toList();
    }

    @Test
    void takesWhatIsLeftThenWhatEndedThenWhatWasUsedThenLosesTheRest() {
        PaidGrant paid = paid(40, 5, Split.NONE, true);
        ReturnBooking all = ReturnBooking.refund(paid, new Money(103), CAUSE);
        assertThat(all.split()).isEqualTo(split(40, 25, 35, 3));
        assertThat(texts(all)).containsExactly("REFUND 1001>3 40", "REFUND 5>3 25", "REFUND 1000>3 35", "REFUND 9>3 3");
        assertThat(all.after().overdraft()).isEqualTo(new Money(40));
        assertThat(all.after().balance()).isEqualTo(new Money(-40));
        assertThat(all.change(paid)).isEqualTo(new Money(-75));
        assertThat(ReturnBooking.refund(paid, new Money(39), CAUSE).split()).isEqualTo(split(39, 0, 0, 0));
        assertThat(ReturnBooking.refund(paid, new Money(41), CAUSE).split()).isEqualTo(split(40, 1, 0, 0));
    }

    @Test
    void takesNothingTwice() {
        // 30 of what was left, 20 of what ended and 10 of what was used went back before; 10 are left of the 40.
        PaidGrant paid = paid(10, 15, split(30, 20, 10, 0), true);
        assertThat(ReturnBooking.refund(paid, new Money(100), CAUSE).split()).isEqualTo(split(10, 5, 25, 60));
    }

    @Test
    void whatFailsComesBackWhereItWasTaken() {
        PaidGrant paid = paid(0, 40, split(40, 25, 35, 3), false);
        ReturnBooking back = ReturnBooking.refundReversal(paid, split(40, 25, 35, 3), CAUSE);
        assertThat(texts(back))
                .containsExactly(
                        "REFUND_REVERSAL 3>1001 40",
                        "REFUND_REVERSAL 3>5 25",
                        "REFUND_REVERSAL 3>1000 35",
                        "REFUND_REVERSAL 3>9 3");
        assertThat(back.after().grants()).containsExactly(grant(40));
        assertThat(back.after().overdraft()).isEqualTo(new Money(5));
        assertThat(back.change(paid)).isEqualTo(new Money(75));
    }

    @Test
    void aDebtThatWasRepaidMeanwhileComesBackAsCredit() {
        PaidGrant paid = paid(0, 20, split(40, 0, 35, 0), true);
        ReturnBooking back = ReturnBooking.refundReversal(paid, split(0, 0, 35, 0), CAUSE);
        assertThat(texts(back)).containsExactly("REFUND_REVERSAL 3>1001 15", "REFUND_REVERSAL 3>1000 20");
        assertThat(back.after().overdraft()).isEqualTo(Money.ZERO);
        assertThat(back.after().balance()).isEqualTo(new Money(15));
    }

    @Test
    void creditThatComesBackFirstRepaysWhatIsOwedUnlessItsGrantHasEnded() {
        Split taken = split(40, 0, 0, 0);
        ReturnBooking back = ReturnBooking.refundReversal(paid(0, 5, taken, true), taken, CAUSE);
        assertThat(texts(back)).containsExactly("REFUND_REVERSAL 3>1001 40", "REPAYMENT 1001>1000 5");
        assertThat(back.after().grants()).containsExactly(grant(35));
        assertThat(texts(ReturnBooking.refundReversal(paid(0, 5, taken, false), taken, CAUSE)))
                .containsExactly("REFUND_REVERSAL 3>1001 40");
    }
}
