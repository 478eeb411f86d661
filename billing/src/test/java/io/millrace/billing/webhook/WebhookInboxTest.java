package io.millrace.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.stripe.StripeEvents;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.Acceptance.Accepted;
import io.millrace.billing.webhook.Acceptance.Duplicate;
import io.millrace.billing.webhook.Acceptance.Refused;
import io.millrace.embedded.stripe.webhook.WebhookSignature;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookInboxTest {
    private static final long NOW = 1_800_000_000L;
    private static final String SECRET = "whsec_1";
    private static final String EVENT = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"payment_intent.succeeded\","
            + "\"created\":1800000000,\"livemode\":false,\"data\":{\"object\":{\"id\":\"pi_1\",\"amount\":1}}}";

    /** Reads bodies only; nothing listens there. */
    private static final StripeEvents READER =
            StripeEvents.of(new StripeSettings(new Secret("sk_test_1"), "http://127.0.0.1:1", false));

    private final MemoryInbox stored = new MemoryInbox();
    private final WebhookInbox inbox = inbox(false);

    private WebhookInbox inbox(boolean live) {
        return new WebhookInbox(
                new SignatureCheck(List.of(new Secret(SECRET))),
                READER,
                stored,
                live,
                new TestingClock(NOW * Micros.PER_SECOND));
    }

    private static Acceptance deliver(WebhookInbox inbox, String body) {
        return inbox.accept(WebhookSignature.of(body, NOW, List.of(SECRET)), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSameEventAHundredTimesIsKeptOnce() {
        assertThat(deliver(inbox, EVENT)).isEqualTo(new Accepted("evt_1"));
        for (int i = 1; i < 100; i++) {
            Acceptance again = deliver(inbox, EVENT);
            assertThat(again).isEqualTo(new Duplicate("evt_1"));
            assertThat(again.status()).isEqualTo(200);
        }
        assertThat(stored.size()).isEqualTo(1);
    }

    @Test
    void onlyTheWordsThatRouteAreRead() {
        assertThat(READER.read(EVENT.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.of(
                        new ProviderEvent("evt_1", "payment_intent.succeeded", "pi_1", 1_800_000_000L, false)));
        String other = EVENT.replace("\"object\":\"event\"", "\"api_version\":\"2017-08-15\"");
        assertThat(READER.read(other.getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    @Test
    void anEventOfTheOtherModeIsRefused() {
        assertThat(deliver(inbox(true), EVENT))
                .isEqualTo(new Refused(400, "LIVEMODE", "event livemode: false (expected: true)"));
        assertThat(deliver(inbox, EVENT.replace("\"livemode\":false", "\"livemode\":true"))
                        .status())
                .isEqualTo(400);
        assertThat(stored.size()).isZero();
    }

    @Test
    void aBadSignatureIsABadRequestAndCounted() {
        byte[] body = EVENT.getBytes(StandardCharsets.UTF_8);
        for (String header : new String[] {"", "t=abc,v1=0", WebhookSignature.of(EVENT, NOW, List.of("whsec_2"))}) {
            assertThat(inbox.accept(header, body)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.code()).isEqualTo("SIGNATURE");
            });
        }
        assertThat(inbox.accept(null, body).status()).isEqualTo(400);
        assertThat(inbox.refused(SignatureVerdict.MISSING)).isEqualTo(2);
        assertThat(inbox.refused(SignatureVerdict.MALFORMED)).isEqualTo(1);
        assertThat(inbox.refused(SignatureVerdict.NO_MATCH)).isEqualTo(1);
        assertThat(stored.size()).isZero();
    }

    @Test
    void aBodyOf256KibiBytesIsTheLargest() {
        String pad = "{\"pad\":\"%s\"," + EVENT.substring(1);
        int room = WebhookInbox.BODY_MAX - pad.length() + 2;
        assertThat(deliver(inbox, pad.formatted("x".repeat(room)))).isEqualTo(new Accepted("evt_1"));
        assertThat(deliver(inbox, pad.formatted("x".repeat(room + 1))).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"id\":7,\"type\":\"a\",\"created\":1,\"livemode\":false,\"data\":{\"object\":{\"id\":\"b\"}}}",
                "{\"id\":\"\",\"type\":\"a\",\"created\":1,\"livemode\":false,\"data\":{\"object\":{\"id\":\"b\"}}}",
                "{\"id\":\"e\",\"type\":\"a\",\"created\":-1,\"livemode\":false,\"data\":{\"object\":{\"id\":\"b\"}}}",
                "{\"id\":\"e\",\"type\":\"a\",\"created\":1.5,\"livemode\":false,\"data\":{\"object\":{\"id\":\"b\"}}}",
                "{\"id\":\"e\",\"type\":\"a\",\"created\":1,\"livemode\":\"no\",\"data\":{\"object\":{\"id\":\"b\"}}}",
                "{\"id\":\"e\",\"type\":\"a\",\"created\":1,\"livemode\":false,\"data\":{\"object\":{}}}",
                "{\"id\":\"e\",\"type\":\"a\",\"created\":1,\"livemode\":false,\"data\":null}"
            })
    void aBodyThatIsNoEventIsABadRequest(String body) {
        assertThat(deliver(inbox, body))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("UNREADABLE_EVENT"));
    }

    @Test
    void noBodyMakesItThrow() {
        assertThat(deliver(inbox, "[".repeat(100_000)).status()).isEqualTo(400);
        Trials.run(2_000, random -> {
            StringBuilder changed = new StringBuilder(EVENT);
            for (int i = 0; i < 3; i++) {
                changed.setCharAt(random.nextInt(EVENT.length()), (char) random.nextInt(1, 0x250));
            }
            assertThat(deliver(inbox, changed.toString()).status()).isIn(200, 400);
        });
    }
}
