package io.millrace.embedded.stripe.core;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/payment_intents}: newest first, by page, by customer, by time of creation. */
public final class PaymentIntentList {
    private static final long LIMIT_DEFAULT = 10;
    private static final long LIMIT_MAX = 100;

    private PaymentIntentList() {}

    /** An {@link Operation}. */
    public static Outcome list(StripeState state, Parameters parameters, long nowSeconds) {
        parameters.allow("customer", "limit", "starting_after", "ending_before", "created", Expansion.PARAMETER);
        int limit = limit(parameters);
        Predicate<PaymentIntent> wanted = created(parameters).and(ofCustomer(parameters.text("customer")));
        List<PaymentIntent> matching =
                inRange(state, parameters).stream().filter(wanted).toList();
        boolean backwards = parameters.text("ending_before") != null;
        int from = backwards ? Math.max(0, matching.size() - limit) : 0;
        int to = Math.min(matching.size(), from + limit);
        boolean hasMore = backwards ? from > 0 : to < matching.size();
        return new Outcome(
                List.of(), new Outcome.Listed(matching.subList(from, to), hasMore, Expansion.of(parameters)));
    }

    private static int limit(Parameters parameters) {
        long limit = parameters.integer("limit").orElse(LIMIT_DEFAULT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw Parameters.invalid(
                    "parameter_invalid_integer", "Invalid limit: " + limit + ", 1 to 100 is valid", "limit");
        }
        return (int) limit;
    }

    /** What comes after {@code starting_after} and before {@code ending_before}, both exclusive. */
    private static List<PaymentIntent> inRange(StripeState state, Parameters parameters) {
        List<PaymentIntent> all = state.intentsNewestFirst();
        String after = parameters.text("starting_after");
        String before = parameters.text("ending_before");
        int from = after == null ? 0 : indexOf(all, after, "starting_after") + 1;
        int to = before == null ? all.size() : indexOf(all, before, "ending_before");
        return from > to ? List.of() : all.subList(from, to);
    }

    private static int indexOf(List<PaymentIntent> all, String id, String param) {
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).id().equals(id)) {
                return index;
            }
        }
        throw StripeRefusal.inExecution(
                StripeError.invalid("resource_missing", "No such payment_intent: '" + id + "'", param));
    }

    private static Predicate<PaymentIntent> ofCustomer(@Nullable String customer) {
        return intent -> customer == null || customer.equals(intent.terms().customer());
    }

    private static Predicate<PaymentIntent> created(Parameters parameters) {
        OptionalLong at = parameters.integer("created");
        OptionalLong after = parameters.integer("created[gt]");
        OptionalLong from = parameters.integer("created[gte]");
        OptionalLong before = parameters.integer("created[lt]");
        OptionalLong to = parameters.integer("created[lte]");
        return intent -> {
            long created = intent.createdSeconds();
            return created == at.orElse(created)
                    && (after.isEmpty() || created > after.getAsLong())
                    && created >= from.orElse(created)
                    && (before.isEmpty() || created < before.getAsLong())
                    && created <= to.orElse(created);
        };
    }
}
