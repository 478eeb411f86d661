package io.millrace.embedded.stripe.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Who is told of events, and how badly.
 *
 * @param secrets that sign; two while a secret is rolled
 * @param seed of delays, duplicates and order
 * @param delayMax each delivery waits for 0 to this, by chance, and so overtakes others; negative: deliveries wait until
 *     they are asked for
 * @param duplicatePercent of the events are sent twice, 0 to 100
 * @param retryAfter how long until the next try of what was not answered by a 2xx
 */
public record WebhookPlan(
        URI url, List<String> secrets, long seed, Duration delayMax, int duplicatePercent, Duration retryAfter) {
    private static final Duration ON_DEMAND = Duration.ofMillis(-1);

    public WebhookPlan {
        secrets = List.copyOf(secrets);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("webhook secrets: none (expected: at least one)");
        }
        if (duplicatePercent < 0 || duplicatePercent > 100) {
            throw new IllegalArgumentException("webhook duplicates: " + duplicatePercent + " (expected: 0 to 100)");
        }
    }

    /** At once, once each, in order as long as each is answered. */
    public static WebhookPlan prompt(URI url, String secret) {
        return new WebhookPlan(url, List.of(secret), 0, Duration.ZERO, 0, Duration.ofMillis(200));
    }

    /** Only when asked for, in an order by chance, with duplicates. */
    public static WebhookPlan onDemand(URI url, String secret, long seed, int duplicatePercent) {
        return new WebhookPlan(url, List.of(secret), seed, ON_DEMAND, duplicatePercent, Duration.ofMillis(200));
    }

    boolean waitsForDemand() {
        return delayMax.isNegative();
    }
}
