package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.stripe.core.Outcome.Refused;
import io.millrace.embedded.stripe.core.Outcome.Shown;
import java.util.HashMap;
import java.util.Map;

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

    Outcome run(Operation operation, String... namesAndValues) {
        Outcome outcome = operation.run(state, parameters(namesAndValues), NOW_SECONDS);
        state.apply(outcome.changed());
        return outcome;
    }

    PaymentIntent intent(Operation operation, String... namesAndValues) {
        return (PaymentIntent) ((Shown) run(operation, namesAndValues).answer()).object();
    }

    StripeObject shown(Operation operation, String... namesAndValues) {
        return ((Shown) run(operation, namesAndValues).answer()).object();
    }

    StripeError declined(Operation operation, String... namesAndValues) {
        return ((Refused) run(operation, namesAndValues).answer()).error();
    }

    /** Expects a refusal with this status and code, of a request that ran or did not. */
    void refused(int status, String code, boolean executed, Operation operation, String... namesAndValues) {
        assertThatThrownBy(() -> run(operation, namesAndValues))
                .isInstanceOfSatisfying(StripeRefusal.class, refusal -> {
                    assertThat(refusal.error().status()).isEqualTo(status);
                    assertThat(refusal.error().code()).isEqualTo(code);
                    assertThat(refusal.executed()).isEqualTo(executed);
                });
    }
}
