package io.millrace.billing.webhook;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the provider's list of events from where it was read last, and keeps what no webhook brought. A second reading finds
 * nothing new. Thread-safe.
 */
public final class EventPoll {
    /** How far before the last event it reads again: an event may appear in the list after a later one. */
    public static final Duration OVERLAP = Duration.ofMinutes(10);

    /** How far back the first reading goes, as long as Stripe delivers webhooks again. */
    public static final Duration FIRST = Duration.ofDays(3);

    private static final int RAW_MAX = WebhookInbox.BODY_MAX;

    /** How far the list was read. Implementations are thread-safe. */
    public interface Cursor {
        /** Creation of the newest event read, seconds since the epoch; empty before the first reading. */
        OptionalLong newest();

        /** Never moves back. */
        void advance(long newestSeconds);
    }

    private final EventFeed feed;
    private final EventInbox inbox;
    private final Cursor cursor;
    private final boolean live;
    private final Clock clock;

    public EventPoll(EventFeed feed, EventInbox inbox, Cursor cursor, boolean live, Clock clock) {
        this.feed = feed;
        this.inbox = inbox;
        this.cursor = cursor;
        this.live = live;
        this.clock = clock;
    }

    /**
     * Reads every page since the last time. The cursor moves when the last page was kept: the list comes newest first, so an
     * end half way leaves the older half unread.
     *
     * @return events that were new
     */
    public int step() {
        OptionalLong newest = cursor.newest();
        long since = newest.isPresent()
                ? newest.getAsLong() - OVERLAP.toSeconds()
                : clock.nowMicros() / Micros.PER_SECOND - FIRST.toSeconds();
        long seen = newest.orElse(Math.max(0, since));
        int kept = 0;
        String after = null;
        boolean more = true;
        while (more) {
            EventFeed.Page page = feed.page(Math.max(0, since), after);
            for (EventFeed.Listed listed : page.events()) {
                seen = Math.max(seen, listed.event().createdSeconds());
                kept += keep(listed) ? 1 : 0;
            }
            after = last(page);
            more = page.more() && after != null;
        }
        cursor.advance(seen);
        return kept;
    }

    private boolean keep(EventFeed.Listed listed) {
        // What is too long to keep is cut: only the id of the object is ever used.
        byte[] text = listed.text().getBytes(StandardCharsets.UTF_8);
        byte[] raw = text.length <= RAW_MAX ? text : Arrays.copyOf(text, RAW_MAX);
        return listed.event().live() == live && inbox.store(listed.event(), raw, EventInbox.Way.POLL);
    }

    private static @Nullable String last(EventFeed.Page page) {
        int size = page.events().size();
        return size == 0 ? null : page.events().get(size - 1).event().id();
    }
}
