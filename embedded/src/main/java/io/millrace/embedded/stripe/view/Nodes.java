package io.millrace.embedded.stripe.view;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.stripe.model.StripeObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts that most objects have. */
final class Nodes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Nodes() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode header(StripeObject object, String type) {
        return object().put("id", object.id())
                .put("object", type)
                .put("created", object.createdSeconds())
                .put("livemode", false);
    }

    /** A secret that only its id decides. */
    static String clientSecret(String id) {
        return id + "_secret_" + Integer.toHexString(id.hashCode());
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode withMetadata(ObjectNode node, Map<String, String> metadata) {
        ObjectNode entries = node.putObject("metadata");
        metadata.forEach(entries::put);
        return node;
    }

    static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    static void nulls(ObjectNode node, String... names) {
        for (String name : names) {
            node.putNull(name);
        }
    }

    static void nextAction(ObjectNode node, @Nullable String url) {
        if (url == null) {
            node.putNull("next_action");
        } else {
            node.putObject("next_action")
                    .put("type", "redirect_to_url")
                    .putObject("redirect_to_url")
                    .put("url", url)
                    .putNull("return_url");
        }
    }

    /** A list inside of an object. */
    static ArrayNode list(ObjectNode node, String name, String url) {
        ObjectNode list = node.putObject(name).put("object", "list");
        ArrayNode data = list.putArray("data");
        list.put("has_more", false).put("url", url);
        return data;
    }
}
