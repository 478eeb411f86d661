package io.millrace.billing.api;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the API: the server and the OpenAPI document are both made of it.
 *
 * @param path with names in braces; {@code {workspace}} is the one that the key must open
 * @param scope null where no key is asked for
 * @param query the parameters there are
 * @param body the record that is read; null where none is
 * @param answer the record that is written when all went well
 * @param idempotent whether an Idempotency-Key is asked for: the route moves money
 */
record Route(
        Method method,
        String path,
        @Nullable Scope scope,
        String summary,
        List<Parameter> query,
        @Nullable Class<? extends Record> body,
        Answer answer,
        boolean idempotent,
        Handler handler) {
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    enum Method {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** A parameter of the query, which may be left out. */
    record Parameter(String name, String description) {
        static final Parameter LIMIT = new Parameter(
                "limit", "Rows of a page, 1 to " + Call.LIMIT_MAX + "; " + Call.LIMIT_DEFAULT + " if left out.");
        static final Parameter STARTING_AFTER =
                new Parameter("starting_after", "Id of the last row of the page before.");
        static final List<Parameter> PAGE = List.of(LIMIT, STARTING_AFTER);
    }

    /**
     * What comes back.
     *
     * @param list whether it is a {@link Page} of the type
     */
    record Answer(int status, Class<?> type, boolean list) {
        static Answer ok(Class<?> type) {
            return new Answer(200, type, false);
        }

        static Answer created(Class<?> type) {
            return new Answer(201, type, false);
        }

        static Answer accepted(Class<?> type) {
            return new Answer(202, type, false);
        }

        static Answer page(Class<?> type) {
            return new Answer(200, type, true);
        }
    }

    /** Checks the request and hands back what is to be done; nothing is done before the Idempotency-Key is claimed. */
    @FunctionalInterface
    interface Handler {
        Supplier<?> prepare(Call call);
    }

    static Route get(String path, @Nullable Scope scope, String summary, Answer answer, Handler handler) {
        return new Route(Method.GET, path, scope, summary, List.of(), null, answer, false, handler);
    }

    static Route post(
            String path, Scope scope, String summary, Class<? extends Record> body, Answer answer, Handler handler) {
        return new Route(Method.POST, path, scope, summary, List.of(), body, answer, true, handler);
    }

    /** What another system sends by itself, without a key of ours. */
    static Route delivery(String path, String summary, Answer answer, Handler handler) {
        return new Route(Method.POST, path, null, summary, List.of(), Delivery.class, answer, false, handler);
    }

    static Route put(
            String path, Scope scope, String summary, Class<? extends Record> body, Answer answer, Handler handler) {
        return new Route(Method.PUT, path, scope, summary, List.of(), body, answer, false, handler);
    }

    static Route delete(String path, Scope scope, String summary, Answer answer, Handler handler) {
        return new Route(Method.DELETE, path, scope, summary, List.of(), null, answer, false, handler);
    }

    Route with(List<Parameter> parameters) {
        return new Route(method, path, scope, summary, parameters, body, answer, idempotent, handler);
    }

    /** Names in the path, in its order. */
    List<String> names() {
        return NAME.matcher(path).results().map(found -> found.group(1)).toList();
    }

    boolean takes(String parameter) {
        return query.stream().anyMatch(known -> known.name().equals(parameter));
    }

    /** Unique among the routes. */
    String operationId() {
        String words = NAME.matcher(path).replaceAll(found -> "by_" + Matcher.quoteReplacement(found.group(1)));
        return Json.enumText(method) + words.replaceAll("[^A-Za-z0-9]+", "_");
    }
}
