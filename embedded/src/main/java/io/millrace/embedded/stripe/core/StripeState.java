package io.millrace.embedded.stripe.core;

import io.millrace.embedded.stripe.model.StripeObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All objects of one test account. Not thread-safe. */
public final class StripeState {
    private final String account;
    private final Map<String, StripeObject> objects = new HashMap<>();
    private final Map<Class<?>, Map<String, StripeObject>> byType = new HashMap<>();
    private long lastNumber;

    /**
     * An empty account.
     *
     * @param account letters and digits; part of every id, so that ids of two accounts never meet
     */
    public StripeState(String account) {
        this.account = account;
    }

    /** Puts the objects in place of those of the same id. */
    public void apply(List<StripeObject> changed) {
        for (StripeObject object : changed) {
            objects.put(object.id(), object);
            byType.computeIfAbsent(object.getClass(), type -> new LinkedHashMap<>())
                    .put(object.id(), object);
            lastNumber = Math.max(lastNumber, number(object.id()));
        }
    }

    private long number(String id) {
        return Long.parseLong(id.substring(id.indexOf(account) + account.length()));
    }

    /** An id that no object has; the same again until an object with it or a later one is applied. */
    String newId(String prefix, int further) {
        return prefix + "_" + account + String.format(Locale.ROOT, "%08d", lastNumber + 1 + further);
    }

    /** The object of this id, if it is there and of this type. */
    public <T extends StripeObject> Optional<T> find(Class<T> type, String id) {
        return Optional.ofNullable(objects.get(id)).filter(type::isInstance).map(type::cast);
    }

    /** All objects of the type, newest first. */
    public <T extends StripeObject> List<T> newestFirst(Class<T> type) {
        var found = new ArrayList<T>();
        byType.getOrDefault(type, Map.of()).values().forEach(object -> found.add(type.cast(object)));
        Collections.reverse(found);
        return found;
    }
}
