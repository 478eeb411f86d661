package io.millrace.billing.api;

import io.millrace.schemas.error.Expected;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request whose key, path, parameters and form were checked.
 *
 * @param key null where the route asks for none
 * @param path values of the path, by name
 * @param query values of the parameters, by name; only known ones
 * @param body null where the route takes none
 * @param effectKey names the effect for good, where the route moves money: the same Idempotency-Key has the same
 */
record Call(
        @Nullable ApiKey key,
        Map<String, String> path,
        Map<String, String> query,
        @Nullable Record body,
        String effectKey) {
    static final int LIMIT_DEFAULT = 20;
    static final int LIMIT_MAX = 100;

    String workspace() {
        return value("workspace");
    }

    String value(String name) {
        return Objects.requireNonNull(path.get(name));
    }

    /** Refuses a key of one workspace. */
    void requireAllWorkspaces() {
        String bound = Objects.requireNonNull(key).workspace();
        if (bound != null) {
            throw ApiException.of(
                    ApiException.FORBIDDEN,
                    "workspace_not_allowed",
                    Expected.message("key", "of workspace " + bound, "one of all workspaces"));
        }
    }

    <T extends Record> T body(Class<T> type) {
        return type.cast(Objects.requireNonNull(body));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Rows of a page. */
    int limit() {
        return parameter("limit").map(Call::limit).orElse(LIMIT_DEFAULT);
    }

    private static int limit(String text) {
        boolean number = text.matches("[0-9]{1,3}");
        int limit = number ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LIMIT_MAX) {
            throw ApiException.param(
                    "parameter_invalid", "limit", Expected.message("limit", text, "1 to " + LIMIT_MAX));
        }
        return limit;
    }

    /** Makes a value of a parameter or field, and refuses it by its name. */
    static <T> T valid(String param, Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            String message = e instanceof ArithmeticException
                    ? Expected.message(param, "too large", "one that can be counted")
                    : Objects.requireNonNullElse(e.getMessage(), param);
            throw ApiException.param("parameter_invalid", param, message);
        }
    }

    /** The page of a list that is all in memory, after the row that the caller had last. */
    <R, T extends Record> Page<T> page(List<R> all, Function<R, String> id, Function<R, T> json) {
        List<String> ids = all.stream().map(id).toList();
        int from =
                parameter("starting_after").map(last -> 1 + indexOf(ids, last)).orElse(0);
        List<R> rows = all.subList(from, Math.min(all.size(), from + limit() + 1));
        return page(rows.stream().map(json).toList());
    }

    private static int indexOf(List<String> ids, String id) {
        int index = ids.indexOf(id);
        if (index < 0) {
            throw ApiException.param(
                    "parameter_invalid",
                    "starting_after",
                    Expected.message("starting_after", id, "the id of a row of the list"));
        }
        return index;
    }

    /** A page out of one row more than it may have. */
    <T extends Record> Page<T> page(List<T> oneMore) {
        int limit = limit();
        boolean more = oneMore.size() > limit;
        return new Page<>(more ? oneMore.subList(0, limit) : oneMore, more);
    }
}
