package io.millrace.billing.checkout;

/** What came back from a call about a page; the difference is in what there may be at the provider. */
public sealed interface PageAnswer {
    /** The provider's state of the page. */
    record Ok(Page page) implements PageAnswer {}

    /** No such page. */
    record Absent() implements PageAnswer {}

    /** This request did nothing and never will. */
    record Refused(String code) implements PageAnswer {}

    /** The key was used for another request: a fault of ours. */
    record Conflicting(String code) implements PageAnswer {}

    /** Turned away because of who asks: no other call would fare better. */
    record Unauthorized(String code) implements PageAnswer {}

    /** Turned away or not answered: the same key may be sent again. */
    record Later(String reason) implements PageAnswer {}

    /** An error answer that says nothing of the outcome, and that the same key would only repeat. */
    record Indeterminate(String reason) implements PageAnswer {}
}
