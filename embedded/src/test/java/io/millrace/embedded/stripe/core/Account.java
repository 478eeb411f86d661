package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.stripe.core.Answer.Listed;
import io.millrace.embedded.stripe.core.Answer.Refused;
import io.millrace.embedded.stripe.core.Answer.Shown;
import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A test account whose outcomes are applied at once; time stands still. */
final class Account {
    static final long NOW_SECONDS = 1_790_000_000L;

    final StripeState state = new StripeState("acct");

    /** Names and values in turn. */
    static Parameters parameters(String... namesAndValues) {
        var values = new HashMap<String, String>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            values.put(namesAndValues[index], namesAndValues[index + 1]);
        }
        return new Parameters(Map.copyOf(values));
    }

    /** The answer, once the outcome is applied. */
    Answer run(Operation operation, String... namesAndValues) {
        return runAt(NOW_SECONDS, operation, namesAndValues);
    }

    Answer runAt(long nowSeconds, Operation operation, String... namesAndValues) {
        var draft = new Draft(state, new Draft.Origin(nowSeconds, "http://stand-in", "key"));
        Answer answer = operation.run(draft, parameters(namesAndValues));
        state.apply(draft.changed());
        return answer;
    }

    PaymentIntent intent(Operation operation, String... namesAndValues) {
        return (PaymentIntent) shown(operation, namesAndValues);
    }

    StripeObject shown(Operation operation, String... namesAndValues) {
        return ((Shown) run(operation, namesAndValues)).object();
    }

    StripeError declined(Operation operation, String... namesAndValues) {
        return ((Refused) run(operation, namesAndValues)).error();
    }

    Listed listed(Operation operation, String... namesAndValues) {
        return (Listed) run(operation, namesAndValues);
    }

    /** The types of all events, oldest first. */
    List<String> eventTypes() {
        var types = new ArrayList<>(
                state.newestFirst(Event.class).stream().map(Event::type).toList());
        Collections.reverse(types);
        return types;
    }

    /** Expects a refusal with this status and code, of a request that ran or did not. */
    void refused(int status, @Nullable String code, boolean executed, Operation operation, String... namesAndValues) {
        assertThatThrownBy(() -> run(operation, namesAndValues))
                .isInstanceOfSatisfying(StripeRefusal.class, refusal -> {
                    assertThat(refusal.error().status()).isEqualTo(status);
                    assertThat(refusal.error().code()).isEqualTo(code);
                    assertThat(refusal.executed()).isEqualTo(executed);
                });
    }
}
