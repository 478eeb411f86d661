package io.millrace.embedded.stripe;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.millrace.embedded.stripe.core.StoredAnswer;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one request changed: one line of the journal, there as a whole or not at all. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalEntry(List<StripeObject> objects, @Nullable StoredAnswer answer) {
    boolean empty() {
        return objects.isEmpty() && answer == null;
    }
}
