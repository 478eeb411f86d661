package io.millrace.billing.webhook;

import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes stored events one at a time and lets each have its effect, until it is done, none of ours, or given up. Thread-safe;
 * several may run on the same database.
 */
public final class EventProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(EventProcessor.class);
    private static final int ERROR_MAX = 500;

    private final EventInbox inbox;
    private final Map<EventFamily, EventEffect> effects;
    private final RetryRule retries;
    private final Duration lease;

    /**
     * @param effects by family; events of a family that has none are kept and ignored
     * @param lease longer than any effect takes, calls to the provider included
     */
    public EventProcessor(EventInbox inbox, Map<EventFamily, EventEffect> effects, RetryRule retries, Duration lease) {
        this.inbox = inbox;
        this.effects = Map.copyOf(effects);
        this.retries = retries;
        this.lease = lease;
    }

    /** Works on one event. Returns whether there was one. */
    public boolean step() {
        Optional<EventInbox.Claimed> claimed = inbox.claim(lease);
        claimed.ifPresent(this::work);
        return claimed.isPresent();
    }

    private void work(EventInbox.Claimed claimed) {
        ProviderEvent event = claimed.event();
        EventEffect effect = effects.get(event.family());
        if (effect == null) {
            inbox.finish(claimed, EventState.IGNORED_TYPE, "");
            return;
        }
        EventState state;
        try {
            state = EventState.of(effect.apply(event));
        } catch (MillraceException contradiction) {
            giveUp(claimed, contradiction);
            return;
        } catch (RuntimeException e) {
            // Whatever an effect fails of, Stripe or database: the event stays, and is tried again.
            failed(claimed, e);
            return;
        }
        inbox.finish(claimed, state, "");
    }

    private void failed(EventInbox.Claimed claimed, RuntimeException failure) {
        if (retries.exhausted(claimed.attempt())) {
            giveUp(claimed, failure);
            return;
        }
        Duration pause = retries.pause(claimed.attempt());
        LOG.warn(
                "event {} ({}): attempt {} failed, again in {}: {}",
                claimed.event().id(),
                claimed.event().type(),
                claimed.attempt(),
                pause,
                text(failure));
        inbox.giveBack(claimed, pause, text(failure));
    }

    private void giveUp(EventInbox.Claimed claimed, RuntimeException failure) {
        LOG.error(
                "event {} ({}) of {} given up after {} attempts",
                claimed.event().id(),
                claimed.event().type(),
                claimed.event().objectId(),
                claimed.attempt(),
                failure);
        inbox.finish(claimed, EventState.DEAD, text(failure));
    }

    private static String text(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        String whole = failure.getClass().getSimpleName() + ": " + message.replaceAll("\\p{Cntrl}", " ");
        return whole.length() <= ERROR_MAX ? whole : whole.substring(0, ERROR_MAX);
    }
}
