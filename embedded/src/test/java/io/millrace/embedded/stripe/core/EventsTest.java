package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.PaymentIntent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private final Account account = new Account();

    @Test
    void eventHoldsTheObjectAsItWasThen() {
        pay();
        Event created = (Event) account.listed(Events::list, "type", "payment_intent.created")
                .page()
                .get(0);
        Event succeeded = (Event) account.listed(Events::list, "type", "payment_intent.succeeded")
                .page()
                .get(0);
        assertThat(((PaymentIntent) created.object()).progress().status().wireName())
                .isEqualTo("requires_confirmation");
        assertThat(((PaymentIntent) succeeded.object()).progress().status().wireName())
                .isEqualTo("succeeded");
        assertThat(created.idempotencyKey()).isEqualTo("key");
        assertThat(account.shown(Events.retrieve(created.id()))).isEqualTo(created);
    }

    @Test
    void typesNarrowTheList() {
        pay();
        assertThat(types()).containsExactly("payment_intent.succeeded", "charge.succeeded", "payment_intent.created");
        assertThat(types("type", "payment_intent.*")).hasSize(2);
        assertThat(types("type", "payment_intent")).isEmpty();
        assertThat(types("types[0]", "charge.succeeded", "types[1]", "none")).containsExactly("charge.succeeded");
        account.refused(400, "parameter_invalid", false, Events::list, "type", "a", "types[0]", "b");
    }

    private List<String> types(String... parameters) {
        return account.listed(Events::list, parameters).page().stream()
                .map(event -> ((Event) event).type())
                .toList();
    }

    private void pay() {
        account.intent(
                PaymentIntents::create,
                "amount",
                "500",
                "currency",
                "usd",
                "payment_method",
                "pm_card_visa",
                "confirm",
                "true");
    }
}
