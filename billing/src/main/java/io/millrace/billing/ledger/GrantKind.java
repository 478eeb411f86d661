package io.millrace.billing.ledger;

/** Whether somebody paid for a grant. */
public enum GrantKind {
    /** Paid: using it earns revenue. */
    PAID(SystemAccount.REVENUE, SystemAccount.BREAKAGE),
    /** Given away: using it gives back the expense booked when it was granted. */
    PROMOTIONAL(SystemAccount.PROMO_EXPENSE, SystemAccount.PROMO_EXPENSE),
    /** Given away once in the life of a workspace, to try the service; booked as PROMOTIONAL is. */
    TRIAL(SystemAccount.PROMO_EXPENSE, SystemAccount.PROMO_EXPENSE);

    private final SystemAccount usedInto;
    private final SystemAccount expiresInto;

    GrantKind(SystemAccount usedInto, SystemAccount expiresInto) {
        this.usedInto = usedInto;
        this.expiresInto = expiresInto;
    }

    /** The account credited when the grant is used. */
    public SystemAccount usedInto() {
        return usedInto;
    }

    /** The account credited with what is left when the grant expires or is voided. */
    public SystemAccount expiresInto() {
        return expiresInto;
    }
}
