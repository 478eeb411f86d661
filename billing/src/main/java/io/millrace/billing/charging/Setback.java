package io.millrace.billing.charging;

/** What a step of a top-up means for its customer, to be committed with it and told. */
public enum Setback {
    /** Declined, and may pass. The third of an automatic one in a row pauses auto-recharge. */
    DECLINED,
    /** Declined, and the customer must do something about the card, or it must not be used again: pauses auto-recharge. */
    CARD,
    /** The owner of the card has to agree: pauses auto-recharge where it was an automatic one. */
    ACTION,
    /** The provider does not know the customer or the payment method any more: pauses auto-recharge. */
    PROFILE,
    /** The top-up is frozen: somebody of ours has to look. The customer is told nothing. */
    FROZEN
}
