package io.millrace.billing.returns;

/** What came back from a call to the provider about a refund; the difference is in what may have happened to the money. */
public sealed interface RefundAnswer {
    /** The provider's state of the refund. */
    record Ok(RefundObject refund) implements RefundAnswer {}

    /** No such refund. */
    record Absent() implements RefundAnswer {}

    /** This request did nothing and never will; an earlier one may have. */
    record Refused(String code) implements RefundAnswer {}

    /** Turned away or not answered: the same key may be sent again. */
    record Later(String reason) implements RefundAnswer {}

    /** An error answer that says nothing of the outcome, and that the same key would only repeat. */
    record Indeterminate(String reason) implements RefundAnswer {}
}
