package io.millrace.embedded.stripe;

import com.google.gson.annotations.SerializedName;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Price;
import com.stripe.model.Product;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.model.StripeObject;
import com.stripe.model.Subscription;
import com.stripe.model.checkout.Session;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

/** What stripe-java's models say of the JSON of each type. */
final class StripeModels {
    /** By what their key {@code object} says. */
    static final Map<String, Class<? extends StripeObject>> BY_TYPE = Map.ofEntries(
            Map.entry("balance_transaction", BalanceTransaction.class),
            Map.entry("charge", Charge.class),
            Map.entry("checkout.session", Session.class),
            Map.entry("customer", Customer.class),
            Map.entry("dispute", Dispute.class),
            Map.entry("event", Event.class),
            Map.entry("payment_intent", PaymentIntent.class),
            Map.entry("payment_method", PaymentMethod.class),
            Map.entry("price", Price.class),
            Map.entry("product", Product.class),
            Map.entry("refund", Refund.class),
            Map.entry("setup_intent", SetupIntent.class),
            Map.entry("subscription", Subscription.class));

    private StripeModels() {}

    /** Keys and what is behind them. */
    static Map<String, Type> keys(Class<?> model) {
        Map<String, Type> keys = new HashMap<>();
        for (Class<?> type = model; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                SerializedName name = field.getAnnotation(SerializedName.class);
                if (name != null) {
                    keys.put(name.value(), behind(field.getGenericType()));
                }
            }
        }
        return keys;
    }

    /** An object that may be expanded has a wrapper, whose JSON is an id or the object. */
    private static Type behind(Type type) {
        boolean wrapper = type instanceof ParameterizedType wrapped
                && wrapped.getRawType().getTypeName().endsWith("ExpandableField");
        return wrapper ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
    }
}
