package io.millrace.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.charging.GatewayException;
import io.millrace.schemas.testing.TestingClock;
import io.millrace.schemas.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventPollTest {
    private static final long NOW = 1_800_000_000L;
    private static final int PAGE = 3;

    private final MemoryInbox inbox = new MemoryInbox();
    private final Feed feed = new Feed();
    private final MemoryCursor cursor = new MemoryCursor();
    private final EventPoll poll = new EventPoll(feed, inbox, cursor, false, new TestingClock(NOW * Micros.PER_SECOND));

    /** A list, newest first, that may end at a page. */
    private static final class Feed implements EventFeed {
        private final List<ProviderEvent> newestFirst = new ArrayList<>();
        private final List<Long> asked = new ArrayList<>();
        private int pagesLeft = Integer.MAX_VALUE;

        void add(String id, long created) {
            newestFirst.add(0, new ProviderEvent(id, "payment_intent.succeeded", "pi_1", created, false));
        }

        @Override
        public Page page(long sinceSeconds, @Nullable String after) {
            if (pagesLeft-- <= 0) {
                throw new GatewayException("list", null);
            }
            asked.add(sinceSeconds);
            List<Listed> all = newestFirst.stream()
                    .filter(event -> event.createdSeconds() >= sinceSeconds)
                    .map(event -> new Listed(event, "{}"))
                    .toList();
            int from = 0;
            while (after != null && !all.get(from++).event().id().equals(after)) {}
            return new Page(all.subList(from, Math.min(from + PAGE, all.size())), from + PAGE < all.size());
        }
    }

    private static final class MemoryCursor implements EventPoll.Cursor {
        private OptionalLong newest = OptionalLong.empty();

        @Override
        public OptionalLong newest() {
            return newest;
        }

        @Override
        public void advance(long newestSeconds) {
            newest = OptionalLong.of(newestSeconds);
        }
    }

    @Test
    void theFirstReadingGoesThreeDaysBack() {
        feed.add("evt_old", NOW - 3 * 86_400 - 1);
        feed.add("evt_1", NOW - 3 * 86_400);
        assertThat(poll.step()).isEqualTo(1);
        assertThat(inbox.state("evt_1")).isEqualTo(EventState.PENDING);
        assertThat(cursor.newest()).hasValue(NOW - 3 * 86_400);
    }

    @Test
    void everyPageIsReadAndNothingTwice() {
        for (int i = 0; i < 10; i++) {
            feed.add("evt_" + i, NOW + i);
        }
        assertThat(poll.step()).isEqualTo(10);
        assertThat(poll.step()).isZero();
        assertThat(cursor.newest()).hasValue(NOW + 9);
        feed.add("evt_late", NOW + 9 - 600);
        assertThat(poll.step()).isEqualTo(1);
    }

    @Test
    void aListThatEndedHalfWayIsReadAgainWhole() {
        for (int i = 0; i < 10; i++) {
            feed.add("evt_" + i, NOW + i);
        }
        feed.pagesLeft = 2;
        assertThatThrownBy(poll::step).isInstanceOf(GatewayException.class);
        assertThat(inbox.size()).isEqualTo(6);
        assertThat(cursor.newest()).isEmpty();
        feed.pagesLeft = 100;
        feed.add("evt_new", NOW + 10);
        assertThat(poll.step()).isEqualTo(5);
        assertThat(inbox.size()).isEqualTo(11);
    }

    @Test
    void anEmptyListIsNoEvent() {
        assertThat(poll.step()).isZero();
        assertThat(poll.step()).isZero();
        assertThat(feed.asked).containsExactly(NOW - 3 * 86_400, NOW - 3 * 86_400 - 600);
    }
}
