package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rating.Rating;
import io.millrace.schemas.rating.Replacement;
import io.millrace.schemas.testing.Samples;
import io.millrace.streams.state.PendingDrawdownCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingDrawdownTest {
    private static Rating rating(long cost, long charge) {
        return new Rating.Priced("p", 1, List.of(), new Money(cost), new Money(charge));
    }

    @Test
    void sequencesHaveNoGapsAndSumsStartAgain() {
        PendingDrawdown pending = new PendingDrawdown("w");
        assertThat(pending.flush()).isNull();
        pending.add(rating(10, 12), 300);
        pending.add(new Rating.Unpriced(), 100);
        assertThat(pending.flush())
                .isEqualTo(new Drawdown(Drawdown.idOf("w", 1), "w", 1, new Money(12), new Money(10), 2, 100, 300));
        pending.add(rating(1, 0), 200);
        PendingDrawdown restored = new PendingDrawdownCodec().read(new PendingDrawdownCodec().write(pending));
        assertThat(restored.flush())
                .isEqualTo(new Drawdown(Drawdown.idOf("w", 2), "w", 2, Money.ZERO, new Money(1), 1, 200, 200));
    }

    @Test
    void sumsAreFlushedLongBeforeTheyOverflow() {
        PendingDrawdown pending = new PendingDrawdown("w");
        long calls = 0;
        while (!pending.isFull()) {
            pending.add(rating(Rater.CALL_MAX.nanoUsd(), Rater.CALL_MAX.nanoUsd()), 1);
            calls++;
        }
        assertThat(calls).isEqualTo(1_001);
    }

    @Test
    void whatWasDrawnTooMuchIsCarriedUntilCallsMakeUpForIt() {
        PendingDrawdown pending = new PendingDrawdown("w");
        pending.add(rating(1, 2), replaced(10, 12), 300);
        assertThat(pending.flush()).isNull();
        pending.add(rating(0, 9), 400);
        assertThat(pending.flush()).isNull();
        pending.add(rating(20, 6), 500);
        assertThat(pending.flush())
                .isEqualTo(new Drawdown(Drawdown.idOf("w", 1), "w", 1, new Money(5), new Money(11), 3, 300, 500));
        assertThat(pending.flush()).isNull();
    }

    @Test
    void costBelowZeroDoesNotHoldUpACharge() {
        PendingDrawdown pending = new PendingDrawdown("w");
        pending.add(rating(0, 5), replaced(7, 0), 100);
        assertThat(pending.flush()).extracting("charge", "cost").containsExactly(new Money(5), Money.ZERO);
        PendingDrawdown restored = new PendingDrawdownCodec().read(new PendingDrawdownCodec().write(pending));
        restored.add(rating(10, 1), 200);
        assertThat(restored.flush()).extracting("charge", "cost").containsExactly(new Money(1), new Money(3));
    }

    private static Replacement replaced(long cost, long charge) {
        return new Replacement(Samples.eventId(100, 1), 0, 0, 0, new Money(cost), new Money(charge));
    }
}
