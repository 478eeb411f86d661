package io.millrace.embedded.stripe;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.Invoice;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.Price;
import io.millrace.embedded.stripe.model.Product;
import io.millrace.embedded.stripe.model.Refund;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.model.Subscription;

/** Lines of the journal as JSON. */
final class JournalCodec {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addMixIn(StripeObject.class, ByType.class).build();

    private JournalCodec() {}

    /** The first line. */
    record Header(String account) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "object")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = BalanceTransaction.class, name = "balance_transaction"),
        @JsonSubTypes.Type(value = Charge.class, name = "charge"),
        @JsonSubTypes.Type(value = CheckoutSession.class, name = "checkout.session"),
        @JsonSubTypes.Type(value = Customer.class, name = "customer"),
        @JsonSubTypes.Type(value = Dispute.class, name = "dispute"),
        @JsonSubTypes.Type(value = Event.class, name = "event"),
        @JsonSubTypes.Type(value = Invoice.class, name = "invoice"),
        @JsonSubTypes.Type(value = PaymentIntent.class, name = "payment_intent"),
        @JsonSubTypes.Type(value = PaymentMethod.class, name = "payment_method"),
        @JsonSubTypes.Type(value = Price.class, name = "price"),
        @JsonSubTypes.Type(value = Product.class, name = "product"),
        @JsonSubTypes.Type(value = Refund.class, name = "refund"),
        @JsonSubTypes.Type(value = SetupIntent.class, name = "setup_intent"),
        @JsonSubTypes.Type(value = Subscription.class, name = "subscription")
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
