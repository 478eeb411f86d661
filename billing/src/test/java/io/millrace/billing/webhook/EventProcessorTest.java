package io.millrace.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.error.MillraceException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class EventProcessorTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final ProviderEvent PAID = event("evt_1", "payment_intent.succeeded");

    private final MemoryInbox inbox = new MemoryInbox();

    private static ProviderEvent event(String id, String type) {
        return new ProviderEvent(id, type, "pi_1", 1, false);
    }

    private void work(EventEffect effect, int attemptsMax) {
        RetryRule retries = new RetryRule(Duration.ofSeconds(2), Duration.ofSeconds(10), attemptsMax);
        EventProcessor processor = new EventProcessor(inbox, Map.of(EventFamily.PAYMENT, effect), retries, LEASE);
        while (processor.step()) {
            assertThat(inbox.pauses()).hasSizeLessThan(100);
        }
    }

    @ParameterizedTest
    @EnumSource(EventEffect.Result.class)
    void eachResultEndsTheEvent(EventEffect.Result result) {
        inbox.store(PAID, new byte[0], EventInbox.Way.WEBHOOK);
        work(event -> result, 3);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.of(result)).isNotEqualTo(EventState.PENDING);
    }

    @Test
    void anEventIsTriedUntilItIsDone() {
        inbox.store(PAID, new byte[0], EventInbox.Way.WEBHOOK);
        AtomicInteger calls = new AtomicInteger();
        work(
                event -> {
                    if (calls.incrementAndGet() < 5) {
                        throw new IllegalStateException("stripe is down");
                    }
                    return EventEffect.Result.APPLIED;
                },
                6);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.APPLIED);
        assertThat(inbox.pauses())
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    @Test
    void anEventThatNeverWorksIsGivenUpAndTold() {
        inbox.store(PAID, new byte[0], EventInbox.Way.WEBHOOK);
        work(
                event -> {
                    throw new IllegalStateException("no");
                },
                4);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.DEAD);
        assertThat(inbox.pauses()).hasSize(3);
        assertThat(inbox.dead(10)).containsExactly(PAID);
    }

    @Test
    void aContradictionIsNotTriedAgain() {
        inbox.store(PAID, new byte[0], EventInbox.Way.WEBHOOK);
        work(
                event -> {
                    throw MillraceException.user("TOP_UP_MISMATCH", "payment", "pi_2", "pi_1");
                },
                4);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.DEAD);
        assertThat(inbox.pauses()).isEmpty();
    }

    @Test
    void anEventThatLeadsNowhereHoldsUpNoOther() {
        inbox.store(event("evt_0", "invoice.paid"), new byte[0], EventInbox.Way.WEBHOOK);
        inbox.store(PAID, new byte[0], EventInbox.Way.WEBHOOK);
        work(event -> EventEffect.Result.APPLIED, 1);
        assertThat(inbox.state("evt_0")).isEqualTo(EventState.IGNORED_TYPE);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.APPLIED);
    }

    @Test
    void theDefaultRuleTriesForThreeDays() {
        Duration all = Duration.ZERO;
        for (int attempt = 1; attempt < RetryRule.DEFAULT.attemptsMax(); attempt++) {
            all = all.plus(RetryRule.DEFAULT.pause(attempt));
        }
        assertThat(all).isBetween(Duration.ofDays(3), Duration.ofHours(75));
    }

    @ParameterizedTest
    @CsvSource({
        "payment_intent.succeeded, PAYMENT",
        "payment_intent.payment_failed, PAYMENT",
        "checkout.session.completed, CHECKOUT",
        "charge.refunded, REFUND",
        "charge.refund.updated, REFUND",
        "refund.failed, REFUND",
        "charge.dispute.funds_withdrawn, DISPUTE",
        "customer.subscription.updated, SUBSCRIPTION",
        "invoice.payment_failed, SUBSCRIPTION",
        "customer.deleted, PROFILE",
        "payment_method.automatically_updated, PROFILE",
        "setup_intent.succeeded, PROFILE",
        "charge.succeeded, OTHER",
        "payout.paid, OTHER",
        "'', OTHER"
    })
    void aTypeBelongsToOneFamily(String type, EventFamily family) {
        assertThat(EventFamily.of(type)).isEqualTo(family);
    }
}
