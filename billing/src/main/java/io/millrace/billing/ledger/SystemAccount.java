package io.millrace.billing.ledger;

/** The accounts of the business side; the migrations insert the same numbers. */
public enum SystemAccount {
    /** What customers were served for money: paid, or owed. */
    REVENUE(1),
    /** What promotional grants cost: debited when one is given, credited as it is used, since no money is earned by it. */
    PROMO_EXPENSE(2),
    /** Money that Stripe has taken for us. */
    STRIPE_CLEARING(3),
    /** Money that came another way, such as a bank transfer booked by hand. */
    EXTERNAL_CLEARING(4),
    /** Paid credit that expired unused: earned without service. */
    BREAKAGE(5),
    /** What Stripe keeps of each charge and dispute. */
    STRIPE_FEES(6),
    /** Credit whose payment is disputed, until the dispute ends. */
    DISPUTE_HOLD(7),
    /** Parts of a cent that no charge can collect. */
    ROUNDING(8),
    /** Debts given up. */
    WRITE_OFF(9);

    private final long number;

    SystemAccount(long number) {
        this.number = number;
    }

    public AccountId id() {
        return new AccountId(number);
    }
}
