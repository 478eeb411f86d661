package io.millrace.schemas.budget;

import org.jspecify.annotations.Nullable;

/**
 * Signs of abuse that a policy also watches for on its scopes. They raise alerts, each once in its window, and nothing else.
 * Immutable.
 *
 * @param spike an hour far above the ones before it; null for none
 * @param addresses a day of calls from too many clients; null for none
 * @param errors a burst of failed calls; null for none
 */
public record AbuseSignals(
        @Nullable SpikeSignal spike,
        @Nullable AddressSignal addresses,
        @Nullable ErrorSignal errors) {
    /** Watches for nothing. */
    public static final AbuseSignals NONE = new AbuseSignals(null, null, null);
}
