package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Price;
import io.millrace.embedded.stripe.model.Subscription;
import io.millrace.embedded.stripe.model.Subscription.Item;
import io.millrace.embedded.stripe.model.Subscription.Progress;
import io.millrace.embedded.stripe.model.Subscription.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The endpoints below {@code /v1/subscriptions}. They are active at once; no invoice is made and nothing is charged. */
public final class Subscriptions {
    private static final String URL = "/v1/subscriptions";
    private static final String METHOD = "default_payment_method";

    private Subscriptions() {}

    /** {@code POST /v1/subscriptions}. */
    public static Answer create(Draft draft, Parameters parameters) {
        parameters.allow(
                "customer",
                "items[][price]",
                "items[][quantity]",
                METHOD,
                "collection_method",
                "payment_behavior",
                "off_session",
                Parameters.METADATA,
                Parameters.EXPANSIONS);
        parameters.required("customer");
        String customer = String.valueOf(Customers.named(draft, parameters));
        List<Item> items = items(draft, parameters);
        return Answer.shown(begin(draft, customer, items, parameters.text(METHOD), parameters.metadata()), parameters);
    }

    private static List<Item> items(Draft draft, Parameters parameters) {
        var items = new ArrayList<Item>();
        for (String index : parameters.indexes("items")) {
            String name = "items[" + index + "]";
            String price = parameters.required(name + "[price]");
            items.add(new Item(draft.newId("si"), price, parameters.positive(name + "[quantity]", 1)));
        }
        return List.copyOf(items);
    }

    /** A period begins now. */
    static Subscription begin(
            Draft draft,
            String customer,
            List<Item> items,
            @Nullable String paymentMethod,
            Map<String, String> metadata) {
        if (items.isEmpty()) {
            throw Parameters.invalid("parameter_missing", "Missing required param: items.", "items");
        }
        for (Item item : items) {
            Price price = draft.required(Price.class, item.price(), "items[][price]");
            if (price.interval() == null) {
                throw StripeRefusal.inExecution(StripeError.invalid(
                        "price_not_recurring", "The price " + price.id() + " is not recurring.", "items[][price]"));
            }
        }
        Price first = draft.required(Price.class, items.get(0).price(), "items[][price]");
        long now = draft.nowSeconds();
        var progress =
                new Progress(Status.ACTIVE, paymentMethod, now, periodEnd(now, first.interval()), false, null, null);
        return draft.put(
                new Subscription(draft.newId("sub"), now, customer, first.currency(), items, metadata, progress),
                "customer.subscription.created");
    }

    private static long periodEnd(long fromSeconds, @Nullable String interval) {
        ZonedDateTime from = Instant.ofEpochSecond(fromSeconds).atZone(ZoneOffset.UTC);
        ZonedDateTime end = switch (String.valueOf(interval)) {
            case "day" -> from.plusDays(1);
            case "week" -> from.plusWeeks(1);
            case "year" -> from.plusYears(1);
            default -> from.plusMonths(1);
        };
        return end.toEpochSecond();
    }

    /** {@code GET /v1/subscriptions/{id}}. */
    public static Operation retrieve(String id) {
        return (draft, parameters) -> {
            parameters.allow(Parameters.EXPANSIONS);
            return Answer.shown(draft.existing(Subscription.class, id), parameters);
        };
    }

    /** {@code POST /v1/subscriptions/{id}}. */
    public static Operation update(String id) {
        return (draft, parameters) -> {
            parameters.allow("cancel_at_period_end", METHOD, Parameters.METADATA, Parameters.EXPANSIONS);
            Subscription old = draft.existing(Subscription.class, id);
            requireLiving(old);
            Progress was = old.progress();
            boolean cancel = parameters.text("cancel_at_period_end") == null
                    ? was.cancelAtPeriodEnd()
                    : parameters.flag("cancel_at_period_end");
            var progress = new Progress(
                    was.status(),
                    parameters.newer(METHOD, was.defaultPaymentMethod()),
                    was.periodStartSeconds(),
                    was.periodEndSeconds(),
                    cancel,
                    cancel ? Long.valueOf(draft.nowSeconds()) : null,
                    null);
            Subscription changed = old.with(progress, parameters.metadataOver(old.metadata()));
            return Answer.shown(draft.put(changed, "customer.subscription.updated"), parameters);
        };
    }

    /** {@code DELETE /v1/subscriptions/{id}}: ends at once. */
    public static Operation cancel(String id) {
        return (draft, parameters) -> {
            parameters.allow("invoice_now", "prorate", Parameters.EXPANSIONS);
            Subscription old = draft.existing(Subscription.class, id);
            requireLiving(old);
            return Answer.shown(to(draft, old, Status.CANCELED), parameters);
        };
    }

    /** Any status, whatever came before. */
    static Subscription to(Draft draft, Subscription subscription, Status status) {
        Progress was = subscription.progress();
        Long now = draft.nowSeconds();
        boolean over = status.terminal();
        var progress = new Progress(
                status,
                was.defaultPaymentMethod(),
                was.periodStartSeconds(),
                was.periodEndSeconds(),
                was.cancelAtPeriodEnd(),
                over ? now : was.canceledAtSeconds(),
                over ? now : null);
        return draft.put(
                subscription.with(progress), over ? "customer.subscription.deleted" : "customer.subscription.updated");
    }

    /** {@code GET /v1/subscriptions}: without those that are canceled, unless {@code status} is theirs or {@code all}. */
    public static Answer list(Draft draft, Parameters parameters) {
        parameters.allow(Pages.allowed("customer", "price", "status"));
        String customer = parameters.text("customer");
        String price = parameters.text("price");
        String status = parameters.text("status");
        if (status != null && !status.equals("all") && Status.of(status).isEmpty()) {
            throw Parameters.invalid("parameter_invalid_string", "Invalid status: " + status, "status");
        }
        return Pages.page(
                draft,
                parameters,
                URL,
                Subscription.class,
                each -> (customer == null || customer.equals(each.customer()))
                        && (price == null
                                || each.items().stream()
                                        .anyMatch(item -> item.price().equals(price)))
                        && ofStatus(each.progress().status(), status));
    }

    private static boolean ofStatus(Status status, @Nullable String wanted) {
        return wanted == null ? status != Status.CANCELED : wanted.equals("all") || wanted.equals(status.wireName());
    }

    private static void requireLiving(Subscription subscription) {
        if (subscription.progress().status().terminal()) {
            throw StripeRefusal.inExecution(StripeError.missing("No such subscription: '" + subscription.id() + "'"));
        }
    }
}
