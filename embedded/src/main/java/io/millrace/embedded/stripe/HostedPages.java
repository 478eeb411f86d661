package io.millrace.embedded.stripe;

import io.millrace.embedded.http.QueryString;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.stripe.core.Operation;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.core.TestControls;
import java.util.List;
import java.util.Map;

/**
 * The pages customers are sent to: {@code /hosted/payment_intents/{id}}, {@code /hosted/setup_intents/{id}} and {@code
 * /hosted/checkout/{id}}. They ask for no key, as they are the customer's. Thread-safe.
 */
final class HostedPages {
    private static final String HTML = "text/html";
    private static final String ANSWER = "answer";
    private static final String METHOD = "payment_method";

    private final StripeService service;

    HostedPages(StripeService service) {
        this.service = service;
    }

    static boolean has(List<String> path) {
        return path.size() == 3 && path.get(0).equals("hosted");
    }

    Reply handle(Request request) {
        boolean checkout = request.segments().get(1).equals("checkout");
        if (request.method().equals("GET")) {
            return page(200, checkout ? payForm() : agreeForm());
        }
        String id = request.segments().get(2);
        try {
            Map<String, String> form = QueryString.parse(request.body());
            service.control(checkout ? pay(id, form) : agree(id, form));
            return page(200, "Done.");
        } catch (StripeRefusal | IllegalArgumentException refused) {
            return page(400, "Refused.");
        }
    }

    private static Operation pay(String id, Map<String, String> form) {
        return TestControls.completeCheckout(id, form.getOrDefault(METHOD, ""));
    }

    private static Operation agree(String id, Map<String, String> form) {
        return TestControls.authenticate(id, "agree".equals(form.get(ANSWER)));
    }

    private static String payForm() {
        return "<form method=post><input name=" + METHOD + " value=pm_card_visa><button>Pay</button></form>";
    }

    private static String agreeForm() {
        return "<form method=post><button name=" + ANSWER + " value=agree>Agree</button><button name=" + ANSWER
                + " value=refuse>Refuse</button></form>";
    }

    private static Reply page(int status, String body) {
        return new Reply(status, HTML, "<!doctype html><title>Stand-in for Stripe</title>" + body);
    }
}
