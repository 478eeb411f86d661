package io.millrace.billing.webhook;

import io.millrace.schemas.error.Expected;

/**
 * What is read of an event before anything is done: which object changed, never what it is now; that is asked of the provider.
 *
 * @param id such as evt_1; the same event has the same id however often and by whatever way it comes
 * @param type such as payment_intent.succeeded
 * @param objectId of the object that changed
 * @param createdSeconds since the epoch
 * @param live whether it is about real money
 */
public record ProviderEvent(String id, String type, String objectId, long createdSeconds, boolean live) {
    static final int TEXT_MAX = 255;

    public ProviderEvent {
        requireText("event id", id);
        requireText("event type", type);
        requireText("event object id", objectId);
        if (createdSeconds < 0) {
            throw Expected.illegal("event created", createdSeconds, ">= 0");
        }
    }

    public EventFamily family() {
        return EventFamily.of(type);
    }

    private static void requireText(String thing, String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX || text.chars().anyMatch(c -> c < ' ')) {
            throw Expected.illegal(thing, text, "1 to " + TEXT_MAX + " characters");
        }
    }
}
