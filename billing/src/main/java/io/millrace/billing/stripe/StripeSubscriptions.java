package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Address;
import com.stripe.model.Customer;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Subscription;
import com.stripe.model.SubscriptionItem;
import com.stripe.param.SubscriptionListParams;
import com.stripe.service.V1Services;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.subscription.Fetched;
import io.millrace.billing.subscription.SubscriptionGateway;
import io.millrace.billing.subscription.SubscriptionStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Subscriptions at Stripe. Thread-safe. Of a customer nothing is read but what {@link Fetched} has. */
public final class StripeSubscriptions implements SubscriptionGateway {
    private static final int NOT_FOUND = 404;
    private static final long LISTED_MAX = 100;
    private static final Pattern LAST4 = Pattern.compile("[0-9]{4}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private final V1Services stripe;

    private StripeSubscriptions(StripeClient client) {
        stripe = client.v1();
    }

    public static StripeSubscriptions of(StripeSettings settings) {
        return new StripeSubscriptions(StripeClients.open(settings));
    }

    /** One question to Stripe. */
    @FunctionalInterface
    private interface Question<T> {
        @Nullable
        T ask() throws StripeException;
    }

    @Override
    public Optional<String> customerOf(String objectId) {
        if (objectId.startsWith("cus_")) {
            return Optional.of(objectId);
        }
        if (objectId.startsWith("sub_")) {
            return ask(objectId, () -> stripe.subscriptions().retrieve(objectId).getCustomer());
        }
        if (objectId.startsWith("in_")) {
            return ask(objectId, () -> stripe.invoices().retrieve(objectId).getCustomer());
        }
        return objectId.startsWith("pm_")
                ? ask(objectId, () -> stripe.paymentMethods().retrieve(objectId).getCustomer())
                : Optional.empty();
    }

    /** Empty for what Stripe does not know, or has no value for. */
    private static <T> Optional<T> ask(String thing, Question<T> question) {
        try {
            return Optional.ofNullable(question.ask());
        } catch (StripeException e) {
            if (Integer.valueOf(NOT_FOUND).equals(e.getStatusCode())) {
                return Optional.empty();
            }
            throw new GatewayException(thing + ": not read (expected: an answer of Stripe)", e);
        }
    }

    @Override
    public Fetched fetch(String stripeCustomer) {
        Optional<Subscription> subscription = ask(stripeCustomer, () -> subscription(stripeCustomer));
        Optional<Customer> customer = ask(
                        stripeCustomer, () -> stripe.customers().retrieve(stripeCustomer))
                .filter(one -> !Boolean.TRUE.equals(one.getDeleted()));
        Optional<PaymentMethod> method = method(subscription, customer)
                .flatMap(id -> ask(id, () -> stripe.paymentMethods().retrieve(id)));
        return new Fetched(
                stripeCustomer,
                subscription.map(Subscription::getId).orElse(null),
                subscription.map(one -> status(one.getStatus())).orElse(SubscriptionStatus.NONE),
                subscription.flatMap(StripeSubscriptions::periodEnd).orElse(null),
                method.flatMap(StripeSubscriptions::last4).orElse(null),
                country(method, customer).orElse(null));
    }

    /**
     * The newest that has begun and is not over, else the newest that is not over, else the newest. One whose first payment
     * was not made does not take the place of one that is unpaid. Stripe lists the newest first.
     */
    private @Nullable Subscription subscription(String customer) throws StripeException {
        List<Subscription> all = stripe.subscriptions()
                .list(SubscriptionListParams.builder()
                        .setCustomer(customer)
                        .setStatus(SubscriptionListParams.Status.ALL)
                        .setLimit(LISTED_MAX)
                        .build())
                .getData();
        return all.stream()
                .filter(one -> status(one.getStatus()).hasBegun())
                .findFirst()
                .or(() -> all.stream()
                        .filter(one -> !status(one.getStatus()).isOver())
                        .findFirst())
                .or(() -> all.stream().findFirst())
                .orElse(null);
    }

    private static SubscriptionStatus status(String status) {
        try {
            return SubscriptionStatus.valueOf(status.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new GatewayException("subscription status: " + status + " (expected: one of Stripe's)", e);
        }
    }

    /** The earliest of its items: from then on something is not paid. */
    private static Optional<Long> periodEnd(Subscription subscription) {
        return subscription.getItems().getData().stream()
                .map(SubscriptionItem::getCurrentPeriodEnd)
                .min(Long::compare);
    }

    private static Optional<String> method(Optional<Subscription> subscription, Optional<Customer> customer) {
        return subscription
                .map(Subscription::getDefaultPaymentMethod)
                .or(() -> customer.map(Customer::getInvoiceSettings)
                        .map(Customer.InvoiceSettings::getDefaultPaymentMethod));
    }

    /** A detached card is nobody's any more. */
    private static Optional<String> last4(PaymentMethod method) {
        return Optional.of(method)
                .filter(one -> one.getCustomer() != null)
                .map(PaymentMethod::getCard)
                .map(PaymentMethod.Card::getLast4)
                .filter(last4 -> LAST4.matcher(last4).matches());
    }

    private static Optional<String> country(Optional<PaymentMethod> method, Optional<Customer> customer) {
        return method.map(PaymentMethod::getBillingDetails)
                .map(PaymentMethod.BillingDetails::getAddress)
                .map(Address::getCountry)
                .or(() -> customer.map(Customer::getAddress).map(Address::getCountry))
                .map(country -> country.toUpperCase(Locale.ROOT))
                .filter(country -> COUNTRY.matcher(country).matches());
    }
}
