package io.millrace.embedded.stripe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.embedded.stripe.core.Charge;
import io.millrace.embedded.stripe.core.Customer;
import io.millrace.embedded.stripe.core.PaymentIntent;
import io.millrace.embedded.stripe.core.PaymentMethod;
import io.millrace.embedded.stripe.core.StripeObject;

/** Lines of the journal as JSON. */
final class JournalCodec {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addMixIn(StripeObject.class, ByType.class).build();

    private JournalCodec() {}

    /** The first line. */
    record Header(String account) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "object")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Customer.class, name = "customer"),
        @JsonSubTypes.Type(value = PaymentMethod.class, name = "payment_method"),
        @JsonSubTypes.Type(value = Charge.class, name = "charge"),
        @JsonSubTypes.Type(value = PaymentIntent.class, name = "payment_intent")
    })
    private interface ByType {}

    static String line(Object headerOrEntry) {
        try {
            return JSON.writeValueAsString(headerOrEntry) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "stripe journal entry: " + headerOrEntry + " (expected: one that can be written)", impossible);
        }
    }

    static Header header(String line) throws JsonProcessingException {
        return JSON.readValue(line, Header.class);
    }

    static JournalEntry entry(String line) throws JsonProcessingException {
        return JSON.readValue(line, JournalEntry.class);
    }
}
