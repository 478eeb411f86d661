package io.millrace.billing.charging;

/** Where an answer leads. */
public sealed interface Outcome {
    /** The top-up as it is to be stored; the next call may follow at once. */
    record GoOn(TopUp topUp) implements Outcome {}

    /** The top-up as it is to be stored; nothing more is to be done for a while, or ever if it is final. */
    record Rest(TopUp topUp) implements Outcome {}

    /** The money is taken: book it. */
    record Settle(Intent intent) implements Outcome {}
}
