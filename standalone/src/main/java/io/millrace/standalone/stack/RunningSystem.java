package io.millrace.standalone.stack;

/** A Millrace with all its modules at work, in this process or elsewhere. */
public interface RunningSystem {
    Endpoints endpoints();

    /** The ledger, apart from the connections of the running billing. */
    BillingAccess billing();

    /** How the metering is, in its own word, such as RUNNING; for messages. */
    String meteringState();
}
