package io.millrace.embedded.stripe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WebhookSignatureTest {
    private static final long NOW = 1_790_000_000L;
    private static final String PAYLOAD = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"ü\"}";

    @Test
    void eitherSecretIsEnough() throws SignatureVerificationException {
        String header = WebhookSignature.of(PAYLOAD, NOW, List.of("whsec_a", "whsec_b"));
        for (String secret : List.of("whsec_a", "whsec_b")) {
            assertThat(Webhook.constructEvent(PAYLOAD, header, secret, 300, at(NOW + 300))
                            .getId())
                    .isEqualTo("evt_1");
        }
    }

    @Test
    void otherSecretOtherBodyAndOldAgeAreRefused() {
        String header = WebhookSignature.of(PAYLOAD, NOW, List.of("whsec_a"));
        assertRefused(PAYLOAD, header, "whsec_b", NOW);
        assertRefused(PAYLOAD + " ", header, "whsec_a", NOW);
        assertRefused(PAYLOAD, header, "whsec_a", NOW + 301);
    }

    private static void assertRefused(String payload, String header, String secret, long now) {
        assertThatThrownBy(() -> Webhook.constructEvent(payload, header, secret, 300, at(now)))
                .isInstanceOf(SignatureVerificationException.class);
    }

    private static Clock at(long seconds) {
        return Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    }
}
