package io.millrace.billing.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where events are kept. Implementations are thread-safe, and every method is one transaction. */
public interface EventInbox {
    /** How an event came. */
    enum Way {
        WEBHOOK,
        POLL
    }

    /**
     * An event taken to be worked on.
     *
     * @param attempt its number, from 1; a writer whose number is old has lost its lease
     */
    record Claimed(ProviderEvent event, int attempt) {}

    /**
     * Keeps an event for good.
     *
     * @param raw as it came, at most {@link WebhookInbox#BODY_MAX} bytes
     * @return false where the id was kept before; nothing changes then
     */
    boolean store(ProviderEvent event, byte[] raw, Way way);

    /** Takes the lease of one pending event that is due and that nobody holds; the longest due first. */
    Optional<Claimed> claim(Duration lease);

    /** Ends a claimed event, unless the lease was lost. */
    void finish(Claimed claimed, EventState state, String error);

    /** Gives a claimed event back, to be tried again after the pause. */
    void giveBack(Claimed claimed, Duration pause, String error);

    /** Those given up, the newest first. */
    List<ProviderEvent> dead(int max);
}
