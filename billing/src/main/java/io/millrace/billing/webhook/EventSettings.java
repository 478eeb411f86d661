package io.millrace.billing.webhook;

import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.List;

/**
 * How events come in.
 *
 * @param secrets of the webhook endpoint, whsec_…; two while one takes the place of the other; none refuses every webhook
 * @param pollEvery how often the provider's list of events is read, whole seconds; 0 is never
 */
public record EventSettings(List<Secret> secrets, Duration pollEvery) {
    public static final int POLL_SECONDS_DEFAULT = 60;
    public static final int POLL_SECONDS_MAX = 86_400;
    public static final EventSettings DEFAULTS = new EventSettings(List.of(), Duration.ofSeconds(POLL_SECONDS_DEFAULT));

    public EventSettings {
        secrets = List.copyOf(secrets);
        if (pollEvery.isNegative() || pollEvery.toSeconds() > POLL_SECONDS_MAX) {
            throw Expected.illegal("event poll", pollEvery, "0 to " + POLL_SECONDS_MAX + " s");
        }
    }
}
