package io.millrace.billing.charging;

/** What came back from a call to the provider; the difference is in what may have happened to the money. */
public sealed interface Answer {
    /** The provider's state of the payment. */
    record Ok(Intent intent) implements Answer {}

    /** No such payment. */
    record Absent() implements Answer {}

    /** The card was declined, or the customer must authenticate; nothing was charged. */
    record Declined(String code) implements Answer {}

    /** The request itself is wrong, so this request did nothing; an earlier one may have. */
    record Refused(String code) implements Answer {}

    /** Turned away before it was executed (rate limit, lock, credentials): the same call may be sent again later. */
    record Busy(String reason) implements Answer {}

    /** No answer came: it may have been executed, and may yet be. The same key may be sent again. */
    record Unanswered(String reason) implements Answer {}

    /** An error answer that says nothing of the outcome, and that the same key would only repeat. */
    record Indeterminate(String reason) implements Answer {}
}
