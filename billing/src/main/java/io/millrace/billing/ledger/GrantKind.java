package io.millrace.billing.ledger;

/** Whether somebody paid for a grant. */
public enum GrantKind {
    /** Paid: using it earns revenue. */
    PAID(SystemAccount.REVENUE),
    /** Given away: using it gives back the expense booked when it was granted. */
    PROMOTIONAL(SystemAccount.PROMO_EXPENSE),
    /** Given away once, to try the service; booked as PROMOTIONAL is. */
    TRIAL(SystemAccount.PROMO_EXPENSE);

    private final SystemAccount usedInto;

    GrantKind(SystemAccount usedInto) {
        this.usedInto = usedInto;
    }

    /** The account credited when the grant is used. */
    public SystemAccount usedInto() {
        return usedInto;
    }
}
