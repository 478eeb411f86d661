package io.millrace.billing.charging;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came back from a call to the provider; the difference is in what may have happened to the money. */
public sealed interface Answer {
    /** The provider's state of the payment. */
    record Ok(Intent intent) implements Answer {}

    /** No such payment. */
    record Absent() implements Answer {}

    /**
     * The card was declined, or the customer must authenticate; nothing was charged.
     *
     * @param advice what the provider advises; null where it says nothing
     */
    record Declined(String code, @Nullable String advice) implements Answer {
        public Declined(String code) {
            this(code, null);
        }
    }

    /** The request itself is wrong, so this request did nothing; an earlier one may have. */
    record Refused(String code) implements Answer {}

    /** The key was used for another request: a fault of ours, which nothing that is sent by itself would mend. */
    record Conflicting(String code) implements Answer {}

    /** Turned away before it was executed (rate limit, lock): the same call may be sent again later. */
    record Busy(String reason) implements Answer {}

    /** Turned away because of who asks (key, rights, mode): no other call would fare better. */
    record Unauthorized(String reason) implements Answer {}

    /** No answer came: it may have been executed, and may yet be. The same key may be sent again. */
    record Unanswered(String reason) implements Answer {}

    /** An error answer that says nothing of the outcome, and that the same key would only repeat. */
    record Indeterminate(String reason) implements Answer {}

    /** A code or a reason in one word. */
    default String word() {
        if (this instanceof Ok ok) {
            return ok.intent().status().name().toLowerCase(Locale.ROOT);
        }
        if (this instanceof Declined declined) {
            return declined.code();
        }
        if (this instanceof Refused refused) {
            return refused.code();
        }
        if (this instanceof Conflicting conflicting) {
            return conflicting.code();
        }
        if (this instanceof Busy busy) {
            return busy.reason();
        }
        if (this instanceof Unauthorized unauthorized) {
            return unauthorized.reason();
        }
        if (this instanceof Unanswered unanswered) {
            return unanswered.reason();
        }
        return this instanceof Indeterminate indeterminate ? indeterminate.reason() : "no_such_payment";
    }
}
