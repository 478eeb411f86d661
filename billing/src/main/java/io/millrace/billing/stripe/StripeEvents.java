package io.millrace.billing.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;
import com.stripe.service.EventService;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.webhook.EventFeed;
import io.millrace.billing.webhook.EventReader;
import io.millrace.billing.webhook.ProviderEvent;
import java.io.IOException;
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

    private static final ObjectMapper JSON = new ObjectMapper();

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
                listed.add(listed(event));
            }
            return new Page(listed, Boolean.TRUE.equals(page.getHasMore()));
        } catch (StripeException e) {
            throw incomplete(e);
        } catch (RuntimeException e) {
            // An answer that the library cannot read, such as an error page of a proxy.
            throw incomplete(e);
        }
    }

    private Listed listed(Event event) {
        String text = event.toJson();
        return new Listed(
                read(text.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> new IllegalStateException("event " + event.getId() + ": unreadable")),
                text);
    }

    private static GatewayException incomplete(Exception cause) {
        return new GatewayException("stripe event list: incomplete (expected: every page)", cause);
    }

    @Override
    public Optional<ProviderEvent> read(byte[] body) {
        try {
            JsonNode event = JSON.readTree(body);
            JsonNode object = event.path("data").path("object");
            JsonNode live = event.path("livemode");
            JsonNode created = event.path("created");
            if (!live.isBoolean() || !created.isIntegralNumber() || !created.canConvertToLong()) {
                return Optional.empty();
            }
            return Optional.of(new ProviderEvent(
                    text(event.path("id")),
                    text(event.path("type")),
                    objectId(object),
                    created.longValue(),
                    live.booleanValue()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Some objects, such as a balance, have no id; their kind stands for it. */
    private static String objectId(JsonNode object) {
        return text(object.has("id") ? object.path("id") : object.path("object"));
    }

    /** Empty for what is no text, which no id is. */
    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }
}
