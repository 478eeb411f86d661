package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.core.StripeRefusal;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** References of one object to others: ids, or whole objects where the request asked for them. */
final class References {
    private final Function<String, @Nullable StripeObject> lookup;
    private final Set<String> wanted;
    private final Set<String> known = new HashSet<>();

    /** {@code wanted} are paths from this object, such as {@code latest_charge.balance_transaction}. */
    References(Function<String, @Nullable StripeObject> lookup, Set<String> wanted) {
        this.lookup = lookup;
        this.wanted = wanted;
    }

    void put(ObjectNode node, String name, @Nullable String id) {
        put(node, name, id, name);
    }

    /** As {@link #put(ObjectNode, String, String)}, of a reference inside of a part of the object. */
    void put(ObjectNode node, String name, @Nullable String id, String path) {
        known.add(path);
        StripeObject found =
                id != null && wanted.stream().anyMatch(each -> leadsTo(each, path)) ? lookup.apply(id) : null;
        if (found == null) {
            node.put(name, id);
            return;
        }
        var inner = new LinkedHashSet<String>();
        for (String each : wanted) {
            if (each.startsWith(path + ".")) {
                inner.add(each.substring(path.length() + 1));
            }
        }
        var references = new References(lookup, inner);
        node.set(name, Views.of(found, references));
        references.refuseUnknown();
    }

    /** Always the whole object, if it is there. */
    void putWhole(ObjectNode node, String name, String id) {
        StripeObject found = lookup.apply(id);
        if (found != null) {
            node.set(name, whole(found));
        }
    }

    /** The whole object of this id, or an empty one. */
    ObjectNode whole(String id) {
        StripeObject found = lookup.apply(id);
        return found == null ? Nodes.object() : whole(found);
    }

    /** An object as it was, references unexpanded. */
    ObjectNode snapshot(StripeObject object) {
        return whole(object);
    }

    private ObjectNode whole(StripeObject found) {
        return Views.of(found, new References(lookup, Set.of()));
    }

    private static boolean leadsTo(String wantedPath, String path) {
        return wantedPath.equals(path) || wantedPath.startsWith(path + ".");
    }

    /** Once the object is shown: everything that was wanted is a reference of it. */
    void refuseUnknown() {
        for (String path : wanted) {
            if (known.stream().noneMatch(each -> leadsTo(path, each))) {
                throw cannotExpand(path);
            }
        }
    }

    static StripeRefusal cannotExpand(String path) {
        return StripeRefusal.beforeExecution(StripeError.invalid(
                "parameter_invalid_string", "This property cannot be expanded (" + path + ").", "expand"));
    }
}
