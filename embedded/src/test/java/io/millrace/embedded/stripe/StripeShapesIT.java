package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeObject;
import com.stripe.net.ApiResource;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every type of object, in many states, read as strictly as can be: stripe-java reads it, has every key of it at any depth, and
 * none of its own keys is missing. A new version of the library names what came.
 */
final class StripeShapesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LISTS = List.of(
            "customers",
            "payment_intents",
            "charges",
            "refunds",
            "disputes",
            "balance_transactions",
            "setup_intents",
            "checkout/sessions",
            "subscriptions",
            "prices",
            "events");
    /** Only an expansion, a deletion, or another kind of account shows them. */
    private static final Map<String, Set<String>> ELSEWHERE = Map.of(
            "charge", Set.of("level3", "authorization_code", "transfer", "source_transfer"),
            "customer",
                    Set.of(
                            "deleted",
                            "sources",
                            "subscriptions",
                            "tax",
                            "tax_ids",
                            "cash_balance",
                            "invoice_credit_balance"),
            "checkout.session", Set.of("line_items"),
            "price", Set.of("deleted", "tiers", "currency_options"),
            "product", Set.of("deleted"),
            "event", Set.of("account", "context"));

    @TempDir
    private static Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Set<String> problems = new TreeSet<>();
    private final Set<String> seen = new TreeSet<>();

    @Test
    void everyObjectHasTheKeysOfItsModelAndNoOther() {
        try (FakeStripe stripe = FakeStripe.start(new FakeStripeOptions(directory, 0))) {
            live(stripe);
            for (String list : LISTS) {
                send(stripe, "GET", list + "?limit=100", "").get("data").forEach(this::check);
            }
        }
        assertThat(problems).isEmpty();
        assertThat(seen).isEqualTo(StripeModels.BY_TYPE.keySet());
    }

    private JsonNode send(FakeStripe stripe, String method, String path, String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stripe.url() + "/v1/" + path))
                .header("Authorization", "Bearer sk_test_1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String post(FakeStripe stripe, String path, String form) {
        JsonNode answer = send(stripe, "POST", path, form.replace("[", "%5B").replace("]", "%5D"));
        assertThat(answer.has("error")).as(path + " " + answer).isFalse();
        check(answer);
        return answer.get("id").asText();
    }

    /** An account in which something of everything happened. */
    private void live(FakeStripe stripe) {
        String customer = post(stripe, "customers", "name=Ada&email=a%40example.com&metadata[a]=b");
        String method = post(stripe, "payment_methods/pm_card_visa/attach", "customer=" + customer);
        post(stripe, "customers/" + customer, "invoice_settings[default_payment_method]=" + method);
        String intent =
                "amount=1000&currency=usd&customer=" + customer + "&payment_method_types[]=card&payment_method=";
        String paid = post(stripe, "payment_intents", intent + method + "&confirm=true&metadata[topup_id]=t");
        post(stripe, "refunds", "payment_intent=" + paid + "&amount=100");
        for (String card : List.of("chargeDeclined", "authenticationRequired", "createDispute", "refundFail")) {
            String form = intent.replace("[]", "%5B%5D") + "pm_card_" + card + "&confirm=true";
            JsonNode answer = send(stripe, "POST", "payment_intents", form);
            check(answer.has("error") ? answer.at("/error/payment_intent") : answer);
        }
        post(
                stripe,
                "payment_intents",
                "amount=1000&currency=usd&payment_method_types[]=us_bank_account&payment_method=pm_usBankAccount&confirm=true");
        post(stripe, "payment_intents/" + post(stripe, "payment_intents", intent + method) + "/cancel", "");
        post(stripe, "setup_intents", "payment_method=pm_card_visa&confirm=true");
        String product = post(stripe, "products", "name=Credit");
        String price = post(
                stripe, "prices", "currency=usd&unit_amount=900&product=" + product + "&recurring[interval]=month");
        post(stripe, "subscriptions", "customer=" + customer + "&items[0][price]=" + price);
        String page = "mode=payment&success_url=https%3A%2F%2Fa.example&customer=" + customer
                + "&line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=900"
                + "&line_items[0][price_data][product_data][name]=Credit";
        stripe.control().completeCheckout(post(stripe, "checkout/sessions", page), "pm_card_visa");
        post(stripe, "checkout/sessions/" + post(stripe, "checkout/sessions", page) + "/expire", "");
        stripe.control().settle();
    }

    private void check(JsonNode object) {
        String type = object.path("object").asText();
        Class<? extends StripeObject> model = Objects.requireNonNull(StripeModels.BY_TYPE.get(type), type);
        seen.add(type);
        StripeObject read = ApiResource.GSON.fromJson(object.toString(), model);
        unknown(object, model, type);
        missing(object, model, type);
        if (read instanceof Event event) {
            assertThat(event.getDataObjectDeserializer().getObject())
                    .as(event.getType())
                    .isPresent();
            check(object.at("/data/object"));
        }
    }

    private void missing(JsonNode object, Class<?> model, String type) {
        Set<String> keys = new TreeSet<>(StripeModels.keys(model).keySet());
        keys.removeAll(ELSEWHERE.getOrDefault(type, Set.of()));
        for (String key : keys) {
            // Of the many kinds of payment methods an object has the hash of its own alone.
            boolean kind = type.equals("payment_method")
                    && StripeModels.keys(model).get(key) instanceof Class<?> hash
                    && hash.getEnclosingClass() == model
                    && !key.equals("billing_details")
                    && !key.equals("radar_options");
            if (!object.has(key) && !kind) {
                problems.add(type + " without " + key);
            }
        }
    }

    /** Keys that the model does not have; what is behind a list, a map or another object is looked at too. */
    private void unknown(JsonNode node, Type type, String path) {
        if (node.isArray() && type instanceof ParameterizedType list) {
            node.forEach(item -> unknown(item, list.getActualTypeArguments()[0], path + "[]"));
        } else if (node.isObject() && type instanceof ParameterizedType collection) {
            // A map of texts, or a list object: its rows are of the type.
            node.path("data").forEach(item -> unknown(item, collection.getActualTypeArguments()[0], path + ".data"));
        } else if (type instanceof Class<?> list && list.getSuperclass() == StripeCollection.class) {
            unknown(node, list.getGenericSuperclass(), path);
        } else if (node.isObject()
                && type instanceof Class<?> model
                && model.getName().startsWith("com.stripe")) {
            Map<String, Type> keys = StripeModels.keys(model);
            node.properties().forEach(field -> {
                Type behind = keys.get(field.getKey());
                if (behind == null) {
                    problems.add(path + "." + field.getKey() + " is no key of " + model.getSimpleName());
                } else {
                    unknown(field.getValue(), behind, path + "." + field.getKey());
                }
            });
        }
    }
}
