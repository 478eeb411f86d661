package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.StripeObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lists: newest first, by page, by time of creation, and by what the type allows. */
final class Pages {
    private static final long LIMIT_DEFAULT = 10;
    private static final long LIMIT_MAX = 100;
    private static final List<String> COMMON = List.of(
            "limit",
            "starting_after",
            "ending_before",
            "created",
            "created[gt]",
            "created[gte]",
            "created[lt]",
            "created[lte]",
            Parameters.EXPANSIONS);

    private Pages() {}

    /** A parameter that narrows a list to those with this value. */
    record By<T>(String parameter, Function<T, @Nullable String> value) {}

    /** A list of all objects of a type. */
    @SafeVarargs
    static <T extends StripeObject> Operation of(String url, Class<T> type, By<T>... filters) {
        return (draft, parameters) -> {
            var allowed = new ArrayList<>(COMMON);
            Predicate<T> wanted = object -> true;
            for (By<T> filter : filters) {
                allowed.add(filter.parameter());
                wanted = wanted.and(matches(filter, parameters.text(filter.parameter())));
            }
            parameters.allow(allowed.toArray(String[]::new));
            return page(draft, parameters, url, type, wanted);
        };
    }

    private static <T> Predicate<T> matches(By<T> filter, @Nullable String given) {
        return object -> given == null || given.equals(filter.value().apply(object));
    }

    /** The parameters that every list takes, and more. */
    static String[] allowed(String... more) {
        var allowed = new ArrayList<>(COMMON);
        allowed.addAll(Arrays.asList(more));
        return allowed.toArray(String[]::new);
    }

    static <T extends StripeObject> Answer page(
            Draft draft, Parameters parameters, String url, Class<T> type, Predicate<T> wanted) {
        int limit = limit(parameters);
        Predicate<T> all = wanted.and(created(parameters));
        List<T> matching = inRange(draft.newestFirst(type), parameters).stream()
                .filter(all)
                .toList();
        boolean backwards = parameters.text("ending_before") != null;
        int from = backwards ? Math.max(0, matching.size() - limit) : 0;
        int to = Math.min(matching.size(), from + limit);
        boolean hasMore = backwards ? from > 0 : to < matching.size();
        return new Answer.Listed(
                url, matching.subList(from, to), hasMore, Set.copyOf(parameters.list(Parameters.EXPAND)));
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
    private static <T extends StripeObject> List<T> inRange(List<T> all, Parameters parameters) {
        String after = parameters.text("starting_after");
        String before = parameters.text("ending_before");
        int from = after == null ? 0 : indexOf(all, after, "starting_after") + 1;
        int to = before == null ? all.size() : indexOf(all, before, "ending_before");
        return from > to ? List.of() : all.subList(from, to);
    }

    private static int indexOf(List<? extends StripeObject> all, String id, String param) {
        for (int index = 0; index < all.size(); index++) {
            if (all.get(index).id().equals(id)) {
                return index;
            }
        }
        throw StripeRefusal.inExecution(StripeError.invalid("resource_missing", "No such object: '" + id + "'", param));
    }

    private static <T extends StripeObject> Predicate<T> created(Parameters parameters) {
        OptionalLong at = parameters.integer("created");
        OptionalLong after = parameters.integer("created[gt]");
        OptionalLong from = parameters.integer("created[gte]");
        OptionalLong before = parameters.integer("created[lt]");
        OptionalLong to = parameters.integer("created[lte]");
        return object -> {
            long created = object.createdSeconds();
            return created == at.orElse(created)
                    && (after.isEmpty() || created > after.getAsLong())
                    && created >= from.orElse(created)
                    && (before.isEmpty() || created < before.getAsLong())
                    && created <= to.orElse(created);
        };
    }
}
