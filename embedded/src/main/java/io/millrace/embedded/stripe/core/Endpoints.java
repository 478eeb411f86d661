package io.millrace.embedded.stripe.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The paths of Stripe's API that the stand-in has. Immutable. */
public final class Endpoints {
    private static final String VERSION = "v1";

    private final Map<String, Function<String, Operation>> byRoute = new HashMap<>();

    public Endpoints() {
        payments();
        moneyBack();
        customers();
        sales();
    }

    private void payments() {
        fixed("POST payment_intents", PaymentIntents::create);
        fixed("GET payment_intents", PaymentIntents.list());
        byRoute.put("GET payment_intents/{id}", PaymentIntents::retrieve);
        byRoute.put("POST payment_intents/{id}", PaymentIntents::update);
        byRoute.put("POST payment_intents/{id}/confirm", PaymentIntents::confirm);
        byRoute.put("POST payment_intents/{id}/capture", PaymentIntents::capture);
        byRoute.put("POST payment_intents/{id}/cancel", PaymentIntents::cancel);
        fixed("GET charges", PaymentIntents.listCharges());
        byRoute.put("GET charges/{id}", PaymentIntents::retrieveCharge);
        fixed("POST setup_intents", SetupIntents::create);
        fixed("GET setup_intents", SetupIntents.list());
        byRoute.put("GET setup_intents/{id}", SetupIntents::retrieve);
        byRoute.put("POST setup_intents/{id}/confirm", SetupIntents::confirm);
        byRoute.put("POST setup_intents/{id}/cancel", SetupIntents::cancel);
    }

    private void moneyBack() {
        fixed("POST refunds", Refunds::create);
        fixed("GET refunds", Refunds.list());
        byRoute.put("GET refunds/{id}", Refunds::retrieve);
        byRoute.put("POST refunds/{id}", Refunds::update);
        fixed("GET disputes", Disputes.list());
        byRoute.put("GET disputes/{id}", Disputes::retrieve);
        byRoute.put("POST disputes/{id}", Disputes::update);
        byRoute.put("POST disputes/{id}/close", Disputes::close);
        fixed("GET balance_transactions", Balance.list());
        byRoute.put("GET balance_transactions/{id}", Balance::retrieve);
        fixed("GET events", Events::list);
        byRoute.put("GET events/{id}", Events::retrieve);
    }

    private void customers() {
        fixed("POST customers", Customers::create);
        fixed("GET customers", Customers::list);
        byRoute.put("GET customers/{id}", Customers::retrieve);
        byRoute.put("POST customers/{id}", Customers::update);
        byRoute.put("DELETE customers/{id}", Customers::delete);
        byRoute.put("GET customers/{id}/payment_methods", PaymentMethods::listOfCustomer);
        fixed("POST payment_methods", PaymentMethods::create);
        fixed("GET payment_methods", PaymentMethods::list);
        byRoute.put("GET payment_methods/{id}", PaymentMethods::retrieve);
        byRoute.put("POST payment_methods/{id}", PaymentMethods::update);
        byRoute.put("POST payment_methods/{id}/attach", PaymentMethods::attach);
        byRoute.put("POST payment_methods/{id}/detach", PaymentMethods::detach);
    }

    private void sales() {
        fixed("POST checkout/sessions", CheckoutSessions::create);
        fixed("GET checkout/sessions", CheckoutSessions.list());
        byRoute.put("GET checkout/sessions/{id}", CheckoutSessions::retrieve);
        byRoute.put("POST checkout/sessions/{id}/expire", CheckoutSessions::expire);
        fixed("POST products", Catalog::createProduct);
        byRoute.put("GET products/{id}", Catalog::retrieveProduct);
        fixed("POST prices", Catalog::createPrice);
        fixed("GET prices", Catalog.listPrices());
        byRoute.put("GET prices/{id}", Catalog::retrievePrice);
        fixed("GET invoices", Invoices.list());
        byRoute.put("GET invoices/{id}", Invoices::retrieve);
        fixed("POST subscriptions", Subscriptions::create);
        fixed("GET subscriptions", Subscriptions::list);
        byRoute.put("GET subscriptions/{id}", Subscriptions::retrieve);
        byRoute.put("POST subscriptions/{id}", Subscriptions::update);
        byRoute.put("DELETE subscriptions/{id}", Subscriptions::cancel);
    }

    private void fixed(String route, Operation operation) {
        byRoute.put(route, id -> operation);
    }

    /** {@code GET payment_intents/{id}} and so on. */
    Set<String> routes() {
        return byRoute.keySet();
    }

    /** The endpoint of a method and the segments of a path, if there is one. */
    public Optional<Operation> find(String method, List<String> path) {
        if (path.size() < 2 || !path.get(0).equals(VERSION)) {
            return Optional.empty();
        }
        int idAt = path.get(1).equals("checkout") ? 3 : 2;
        String id = path.size() > idAt ? path.get(idAt) : "";
        var route = new StringBuilder(method).append(' ').append(path.get(1));
        for (int index = 2; index < path.size(); index++) {
            route.append('/').append(index == idAt ? "{id}" : path.get(index));
        }
        return Optional.ofNullable(byRoute.get(route.toString())).map(endpoint -> endpoint.apply(id));
    }
}
