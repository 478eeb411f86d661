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
    EXTERNAL_CLEARING(4);

    private final long number;

    SystemAccount(long number) {
        this.number = number;
    }

    public AccountId id() {
        return new AccountId(number);
    }
}
