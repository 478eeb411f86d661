package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;
import java.util.function.BiFunction;

/** The view of each type. */
final class Views {
    private static final Map<Class<?>, BiFunction<StripeObject, References, ObjectNode>> BY_TYPE = Map.ofEntries(
            view(BalanceTransaction.class, MoneyViews::balanceTransaction),
            view(Charge.class, PaymentViews::charge),
            view(CheckoutSession.class, SaleViews::session),
            view(Customer.class, CustomerViews::customer),
            view(Dispute.class, MoneyViews::dispute),
            view(Event.class, MoneyViews::event),
            view(Invoice.class, SaleViews::invoice),
            view(PaymentIntent.class, PaymentViews::intent),
            view(PaymentMethod.class, CustomerViews::paymentMethod),
            view(Price.class, SaleViews::price),
            view(Product.class, SaleViews::product),
            view(Refund.class, MoneyViews::refund),
            view(SetupIntent.class, PaymentViews::setupIntent),
            view(Subscription.class, SaleViews::subscription));

    private Views() {}

    private static <T extends StripeObject> Map.Entry<Class<?>, BiFunction<StripeObject, References, ObjectNode>> view(
            Class<T> type, BiFunction<T, References, ObjectNode> view) {
        return Map.entry(type, (object, references) -> view.apply(type.cast(object), references));
    }

    static ObjectNode of(StripeObject object, References references) {
        BiFunction<StripeObject, References, ObjectNode> view = BY_TYPE.get(object.getClass());
        if (view == null) {
            throw new IllegalStateException("object: " + object.getClass() + " (expected: one with a view)");
        }
        return ModelKeys.complete(view.apply(object, references));
    }
}
