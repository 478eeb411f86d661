package io.millrace.billing.returns;

import io.millrace.billing.ledger.AccountId;
import io.millrace.billing.ledger.CustomerAccounts;
import io.millrace.billing.ledger.Grant;
import io.millrace.billing.ledger.SystemAccount;
import io.millrace.billing.ledger.Transfer;
import io.millrace.billing.ledger.TransferKind;
import io.millrace.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What is booked when money goes back to a customer, or comes back from there.
 *
 * @param split what is taken from where; of a restoring what is given back
 */
public record ReturnBooking(Split split, List<Transfer> transfers, CustomerAccounts after) {
    public ReturnBooking {
        transfers = List.copyOf(transfers);
    }

    /**
     * Takes an amount: first what is left of the credit, then what ended unused, then what was used, which the customer
     * owes from now on. A rest is lost: it is more than was paid for and not yet returned.
     *
     * @param into the account that is credited
     */
    static ReturnBooking taking(PaidGrant paid, Money amount, TransferKind kind, AccountId into, UUID cause) {
        Grant grant = paid.grant();
        Money fromGrant = least(amount, grant.remaining());
        Money rest = amount.minus(fromGrant);
        Money fromBreakage = least(rest, paid.endedLeft());
        rest = rest.minus(fromBreakage);
        Money fromReceivable = least(rest, paid.spentLeft());
        Split split = new Split(fromGrant, fromBreakage, fromReceivable, rest.minus(fromReceivable));
        List<Transfer> transfers = new ArrayList<>();
        CustomerAccounts customer = paid.customer();
        add(transfers, cause, kind, grant.account(), into, split.grant());
        add(transfers, cause, kind, grant.kind().expiresInto().id(), into, split.breakage());
        add(transfers, cause, kind, customer.receivable(), into, split.receivable());
        add(transfers, cause, kind, SystemAccount.WRITE_OFF.id(), into, split.writeOff());
        Money owed = customer.overdraft().plus(split.receivable());
        return new ReturnBooking(
                split, transfers, with(customer, grant.holding(grant.remaining().minus(split.grant())), owed));
    }

    /**
     * The other way round. What the customer owed for it and has repaid meanwhile comes back as credit; what comes back as
     * credit first repays what is owed now, as any new credit does.
     *
     * @param split as it was taken
     * @param from the account that is debited
     */
    static ReturnBooking restoring(PaidGrant paid, Split split, TransferKind kind, AccountId from, UUID cause) {
        Grant grant = paid.grant();
        CustomerAccounts customer = paid.customer();
        Money unowed = least(split.receivable(), customer.overdraft());
        Money credit = split.grant().plus(split.receivable().minus(unowed));
        Money owed = customer.overdraft().minus(unowed);
        boolean repays = paid.alive() && grant.applicability().isAny();
        Money repaid = repays ? least(credit, owed) : Money.ZERO;
        List<Transfer> transfers = new ArrayList<>();
        add(transfers, cause, kind, from, grant.account(), credit);
        add(transfers, cause, kind, from, grant.kind().expiresInto().id(), split.breakage());
        add(transfers, cause, kind, from, customer.receivable(), unowed);
        add(transfers, cause, kind, from, SystemAccount.WRITE_OFF.id(), split.writeOff());
        add(transfers, cause, TransferKind.REPAYMENT, grant.account(), customer.receivable(), repaid);
        Money left = grant.remaining().plus(credit).minus(repaid);
        return new ReturnBooking(split, transfers, with(customer, grant.holding(left), owed.minus(repaid)));
    }

    /** A refund that the provider took. */
    public static ReturnBooking refund(PaidGrant paid, Money amount, UUID cause) {
        return taking(paid, amount, TransferKind.REFUND, SystemAccount.STRIPE_CLEARING.id(), cause);
    }

    /** A refund that failed after it was booked. */
    public static ReturnBooking refundReversal(PaidGrant paid, Split split, UUID cause) {
        return restoring(paid, split, TransferKind.REFUND_REVERSAL, SystemAccount.STRIPE_CLEARING.id(), cause);
    }

    /** Sets aside what is left of the credit, up to the amount; what is not left is not taken before the dispute is lost. */
    public static ReturnBooking disputeHold(PaidGrant paid, Money most, UUID cause) {
        Money amount = least(most, paid.grant().remaining());
        return taking(paid, amount, TransferKind.DISPUTE_HOLD, SystemAccount.DISPUTE_HOLD.id(), cause);
    }

    /** A dispute that was won. */
    public static ReturnBooking disputeRelease(PaidGrant paid, Split held, UUID cause) {
        return restoring(paid, held, TransferKind.DISPUTE_RELEASE, SystemAccount.DISPUTE_HOLD.id(), cause);
    }

    /**
     * A dispute that was lost: what was set aside is gone, and the rest of the amount is taken as by a refund.
     *
     * @param held what was set aside, at most the amount
     */
    public static ReturnBooking disputeLoss(PaidGrant paid, Money held, Money amount, UUID cause) {
        AccountId clearing = SystemAccount.STRIPE_CLEARING.id();
        List<Transfer> transfers = new ArrayList<>();
        add(transfers, cause, TransferKind.DISPUTE_LOSS, SystemAccount.DISPUTE_HOLD.id(), clearing, held);
        ReturnBooking rest = taking(paid, amount.minus(held), TransferKind.DISPUTE_LOSS, clearing, cause);
        transfers.addAll(rest.transfers());
        Split split = rest.split().plus(new Split(held, Money.ZERO, Money.ZERO, Money.ZERO));
        return new ReturnBooking(split, transfers, rest.after());
    }

    /**
     * Takes what was written off, as far as the payment has come to hold it: news of a refund that failed may come after a
     * later refund or dispute of the same money.
     *
     * @param kind of the refund or dispute that was written off
     */
    public static ReturnBooking recovery(PaidGrant paid, Money writtenOff, TransferKind kind, UUID cause) {
        Money there = paid.grant().remaining().plus(paid.endedLeft()).plus(paid.spentLeft());
        return taking(paid, least(writtenOff, there), kind, SystemAccount.WRITE_OFF.id(), cause);
    }

    /** By how much the customer's balance changed. */
    public Money change(PaidGrant before) {
        return after.balance().minus(before.customer().balance());
    }

    private static void add(
            List<Transfer> transfers, UUID cause, TransferKind kind, AccountId debit, AccountId credit, Money amount) {
        if (amount.nanoUsd() > 0) {
            transfers.add(new Transfer(cause, kind, debit, credit, amount));
        }
    }

    private static Money least(Money a, Money b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** The grant stays among them even when it is empty, so that its row is brought up to date. */
    private static CustomerAccounts with(CustomerAccounts customer, Grant changed, Money overdraft) {
        List<Grant> grants = new ArrayList<>(customer.grants());
        grants.removeIf(grant -> grant.account().equals(changed.account()));
        grants.add(changed);
        return new CustomerAccounts(customer.customerId(), customer.receivable(), overdraft, customer.drawn(), grants);
    }
}
