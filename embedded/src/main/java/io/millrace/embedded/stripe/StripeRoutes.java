package io.millrace.embedded.stripe;

import io.millrace.embedded.http.Handler;
import io.millrace.embedded.http.QueryString;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.stripe.StripeService.Served;
import io.millrace.embedded.stripe.core.Customers;
import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.Parameters;
import io.millrace.embedded.stripe.core.PaymentIntentList;
import io.millrace.embedded.stripe.core.PaymentIntents;
import io.millrace.embedded.stripe.core.PaymentMethods;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.core.StripeRefusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The paths of Stripe's API that the stand-in has. Thread-safe. */
final class StripeRoutes implements Handler {
    private static final String JSON = "application/json";
    private static final String BEARER = "Bearer ";
    private static final String TEST_KEY = "sk_test_";

    private final StripeService service;

    StripeRoutes(StripeService service) {
        this.service = service;
    }

    @Override
    public Reply handle(Request request) {
        var headers = new TreeMap<String, String>();
        headers.put("Request-Id", "req_" + UUID.randomUUID());
        String key = request.method().equals("POST") ? request.header("idempotency-key") : null;
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        Served served = serve(request, key);
        if (served.replayed()) {
            headers.put("Idempotent-Replayed", "true");
        }
        return new Reply(served.status(), JSON, served.body(), Map.copyOf(headers));
    }

    private Served serve(Request request, @Nullable String key) {
        try {
            requireTestKey(request.header("authorization"));
            Operation operation = operation(request);
            Parameters parameters = parameters(request);
            String fingerprint = request.method() + " " + request.path() + " " + parameters.fingerprint();
            return service.serve(operation, parameters, fingerprint, key);
        } catch (StripeRefusal refused) {
            String body = new StripeJson(id -> null).error(refused.error()).toString();
            return new Served(refused.error().status(), body, false);
        }
    }

    private static void requireTestKey(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw StripeRefusal.beforeExecution(StripeError.unauthorized(
                    "You did not provide an API key (expected: Authorization: Bearer " + TEST_KEY + "…)."));
        }
        if (!authorization.startsWith(TEST_KEY, BEARER.length())) {
            throw StripeRefusal.beforeExecution(StripeError.unauthorized(
                    "Invalid API Key provided (expected: one that begins with " + TEST_KEY + ")."));
        }
    }

    private static Parameters parameters(Request request) {
        boolean post = request.method().equals("POST");
        try {
            return new Parameters(post ? QueryString.parse(request.body()) : request.query());
        } catch (IllegalArgumentException malformed) {
            throw StripeRefusal.beforeExecution(new StripeError(
                    400, "invalid_request_error", null, "Invalid request body (expected: a form).", null, null));
        }
    }

    private static Operation operation(Request request) {
        List<String> path = request.segments();
        if (path.size() >= 2 && path.size() <= 4 && path.get(0).equals("v1")) {
            String id = path.size() > 2 ? path.get(2) : "";
            String action = path.size() > 3 ? "/" + path.get(3) : "";
            Operation found =
                    operation(request.method() + " " + path.get(1) + (id.isEmpty() ? "" : "/{id}") + action, id);
            if (found != null) {
                return found;
            }
        }
        throw StripeRefusal.beforeExecution(StripeError.unknownUrl(request.method(), request.path()));
    }

    private static @Nullable Operation operation(String route, String id) {
        return switch (route) {
            case "POST customers" -> Customers::create;
            case "GET customers/{id}" -> Customers.retrieve(id);
            case "POST customers/{id}" -> Customers.update(id);
            case "POST payment_methods" -> PaymentMethods::create;
            case "GET payment_methods/{id}" -> PaymentMethods.retrieve(id);
            case "POST payment_methods/{id}/attach" -> PaymentMethods.attach(id);
            case "POST payment_methods/{id}/detach" -> PaymentMethods.detach(id);
            case "POST payment_intents" -> PaymentIntents::create;
            case "GET payment_intents" -> PaymentIntentList::list;
            case "GET payment_intents/{id}" -> PaymentIntents.retrieve(id);
            case "POST payment_intents/{id}/confirm" -> PaymentIntents.confirm(id);
            case "POST payment_intents/{id}/cancel" -> PaymentIntents.cancel(id);
            case "GET charges/{id}" -> PaymentIntents.retrieveCharge(id);
            default -> null;
        };
    }
}
