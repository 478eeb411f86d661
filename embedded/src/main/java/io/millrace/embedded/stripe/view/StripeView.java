package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.core.Answer;
import io.millrace.embedded.stripe.core.StripeError;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers as the Stripe API shows them. */
public final class StripeView {
    /** The version of Stripe's API whose objects these are; that of stripe-java 33.3. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private static final String PAGE = "data.";

    private final Function<String, @Nullable StripeObject> lookup;

    /** {@code lookup} finds what is shown inside of another object. */
    public StripeView(Function<String, @Nullable StripeObject> lookup) {
        this.lookup = lookup;
    }

    /**
     * The body of an answer.
     *
     * @throws io.millrace.embedded.stripe.core.StripeRefusal when it asks to expand what is no reference
     */
    public ObjectNode answer(Answer answer) {
        if (answer instanceof Answer.Shown shown) {
            return object(shown.object(), shown.expansions());
        }
        return answer instanceof Answer.Listed listed ? page(listed) : error(((Answer.Refused) answer).error());
    }

    /** One object, nothing expanded. */
    public ObjectNode object(StripeObject object) {
        return object(object, Set.of());
    }

    private ObjectNode object(StripeObject object, Set<String> expansions) {
        var references = new References(lookup, expansions);
        ObjectNode node = Views.of(object, references);
        references.refuseUnknown();
        return node;
    }

    private ObjectNode page(Answer.Listed listed) {
        var inner = new LinkedHashSet<String>();
        for (String path : listed.expansions()) {
            if (!path.startsWith(PAGE)) {
                throw References.cannotExpand(path);
            }
            inner.add(path.substring(PAGE.length()));
        }
        ObjectNode node = Nodes.object().put("object", "list");
        ArrayNode data = node.putArray("data");
        listed.page().forEach(object -> data.add(object(object, inner)));
        return node.put("has_more", listed.hasMore()).put("url", listed.url());
    }

    /** The body of an error. */
    public ObjectNode error(StripeError error) {
        ObjectNode body = Nodes.object();
        ObjectNode node = body.putObject("error").put("type", error.type());
        Nodes.putIfPresent(node, "code", error.code());
        Nodes.putIfPresent(node, "param", error.param());
        node.put("message", error.message());
        StripeObject subject = error.subject();
        boolean declined = error.status() == 402;
        if (subject instanceof PaymentIntent intent) {
            node.set("payment_intent", object(intent));
            Errors.decline(node, declined ? intent.progress().decline() : null, new References(lookup, Set.of()));
        } else if (subject instanceof SetupIntent intent) {
            node.set("setup_intent", object(intent));
            Errors.decline(node, declined ? intent.progress().decline() : null, new References(lookup, Set.of()));
        }
        return body;
    }
}
