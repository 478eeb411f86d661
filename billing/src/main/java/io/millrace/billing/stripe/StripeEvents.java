package io.millrace.billing.stripe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;
import com.stripe.service.EventService;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.webhook.EventFeed;
import io.millrace.billing.webhook.EventReader;
import io.millrace.billing.webhook.ProviderEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events of Stripe, as a list and as the bodies of webhooks. Thread-safe.
 *
 * <p>Only id, type, creation, mode and the object's id are read, by hand: the library's typed object is empty where the event
 * was made for another version of the API, and what it says may be old.
 */
public final class StripeEvents implements EventFeed, EventReader {
    private static final long PAGE_MAX = 100;

    private final EventService events;

    private StripeEvents(EventService events) {
        this.events = events;
    }

    public static StripeEvents of(StripeSettings settings) {
        return new StripeEvents(StripeClients.open(settings).v1().events());
    }

    @Override
    public Page page(long sinceSeconds, @Nullable String after) {
        EventListParams.Builder params = EventListParams.builder()
                .setLimit(PAGE_MAX)
                .setCreated(
                        EventListParams.Created.builder().setGte(sinceSeconds).build());
        if (after != null) {
            params.setStartingAfter(after);
        }
        try {
            StripeCollection<Event> page = events.list(params.build());
            List<Listed> listed = new ArrayList<>();
            for (Event event : page.getData()) {
                byte[] raw = event.toJson().getBytes(StandardCharsets.UTF_8);
                listed.add(new Listed(
                        read(raw).orElseThrow(() -> incomplete(new IllegalStateException(event.getId()))), raw));
            }
            return new Page(listed, Boolean.TRUE.equals(page.getHasMore()));
        } catch (StripeException | JsonParseException e) {
            throw incomplete(e);
        }
    }

    private static GatewayException incomplete(Exception cause) {
        return new GatewayException("stripe event list: incomplete (expected: every page)", cause);
    }

    @Override
    public Optional<ProviderEvent> read(byte[] body) {
        try {
            JsonObject event =
                    JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
            JsonObject object = event.getAsJsonObject("data").getAsJsonObject("object");
            return Optional.of(new ProviderEvent(
                    text(event, "id"),
                    text(event, "type"),
                    objectId(object),
                    event.get("created").getAsLong(),
                    event.get("livemode").getAsBoolean()));
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever a body holds, deep nesting included: it is no event of ours.
            return Optional.empty();
        }
    }

    /** Some objects, such as a balance, have no id; their kind stands for it. */
    private static String objectId(JsonObject object) {
        return object.has("id") ? text(object, "id") : text(object, "object");
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw new JsonParseException(name);
        }
        return value.getAsString();
    }
}
