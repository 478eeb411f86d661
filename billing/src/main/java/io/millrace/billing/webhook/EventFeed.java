package io.millrace.billing.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider's own list of events. Implementations are thread-safe. */
@FunctionalInterface
public interface EventFeed {
    /** An event and its text. */
    record Listed(ProviderEvent event, String text) {}

    /** @param more whether older ones follow */
    record Page(List<Listed> events, boolean more) {
        public Page {
            events = List.copyOf(events);
        }
    }

    /**
     * Events, the newest first.
     *
     * @param sinceSeconds those created at this second or later
     * @param after the id that the page before ended with; null for the first page
     * @throws io.millrace.billing.charging.GatewayException when the page cannot be had
     */
    Page page(long sinceSeconds, @Nullable String after);
}
