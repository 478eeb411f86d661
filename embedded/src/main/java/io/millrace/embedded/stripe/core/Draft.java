package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.Event;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one request is about to change. It reads what it has written; nothing of it counts before it is applied to the
 * state. Not thread-safe.
 */
public final class Draft {
    private static final Pattern INNER_CAPITAL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final StripeState state;
    private final Origin origin;
    private final Map<String, StripeObject> changed = new LinkedHashMap<>();
    private int ids;

    public Draft(StripeState state, Origin origin) {
        this.state = state;
        this.origin = origin;
    }

    /**
     * Where a request comes from.
     *
     * @param nowSeconds since the epoch
     * @param baseUrl of the stand-in, for its pages
     */
    public record Origin(
            long nowSeconds, String baseUrl, @Nullable String idempotencyKey) {}

    /** The objects in their new state, in the order of their first change. */
    public List<StripeObject> changed() {
        return List.copyOf(changed.values());
    }

    long nowSeconds() {
        return origin.nowSeconds();
    }

    String url(String path) {
        return origin.baseUrl() + path;
    }

    /** An id that no object has. */
    String newId(String prefix) {
        return state.newId(prefix, ids++);
    }

    <T extends StripeObject> T put(T object) {
        changed.put(object.id(), object);
        return object;
    }

    /** Puts the object, and tells of it as it is now. */
    <T extends StripeObject> T put(T object, String eventType) {
        put(object);
        event(eventType, object);
        return object;
    }

    void event(String type, StripeObject object) {
        put(new Event(newId("evt"), nowSeconds(), type, object, origin.idempotencyKey()));
    }

    /** The object of this id, if it is there and of this type. */
    public <T extends StripeObject> Optional<T> find(Class<T> type, String id) {
        StripeObject here = changed.get(id);
        return here == null
                ? state.find(type, id)
                : Optional.of(here).filter(type::isInstance).map(type::cast);
    }

    /** The object a path names. */
    <T extends StripeObject> T existing(Class<T> type, String id) {
        return find(type, id).orElseThrow(() -> StripeRefusal.inExecution(StripeError.missing(noSuch(type, id))));
    }

    /** The object a parameter names, or null when it is absent. */
    <T extends StripeObject> @Nullable T named(Class<T> type, Parameters parameters, String parameter) {
        String id = parameters.text(parameter);
        return id == null ? null : required(type, id, parameter);
    }

    <T extends StripeObject> T required(Class<T> type, String id, String parameter) {
        return find(type, id)
                .orElseThrow(() -> StripeRefusal.inExecution(
                        StripeError.invalid("resource_missing", noSuch(type, id), parameter)));
    }

    private static String noSuch(Class<?> type, String id) {
        return "No such " + label(type) + ": '" + id + "'";
    }

    private static String label(Class<?> type) {
        return type == PaymentMethod.class
                ? type.getSimpleName()
                : INNER_CAPITAL.matcher(type.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** All objects of the type that were there before, as they are now; newest first. */
    <T extends StripeObject> List<T> newestFirst(Class<T> type) {
        var found = new ArrayList<T>();
        for (T object : state.newestFirst(type)) {
            found.add(find(type, object.id()).orElse(object));
        }
        return found;
    }
}
