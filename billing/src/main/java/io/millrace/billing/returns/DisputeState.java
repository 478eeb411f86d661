package io.millrace.billing.returns;

/** Where a dispute stands, as far as money is concerned. */
public enum DisputeState {
    /** The bank asks, or there is nothing to ask any more: no money was withdrawn. */
    INQUIRY,
    /** The money is withdrawn; the bank has not decided. */
    OPEN,
    /** The money came back. Final. */
    WON,
    /** The money is gone. Final. */
    LOST;

    /** Old news must not undo newer, and nothing undoes an end. */
    public DisputeState orLater(DisputeState other) {
        return isFinal() || other.compareTo(this) < 0 ? this : other;
    }

    /** Whether nothing comes after it. */
    public boolean isFinal() {
        return this == WON || this == LOST;
    }
}
