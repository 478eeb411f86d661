package io.millrace.billing.dunning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.billing.dunning.Ladder.Place;
import io.millrace.billing.subscription.SubscriptionStatus;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LadderTest {
    private static final long SINCE = 1_000;
    private static final long DAY = Micros.PER_DAY;
    private static final DunningSettings LENIENT =
            new DunningSettings(Duration.ofDays(3), Duration.ofDays(7), /* suspendEnded= */ false);

    /** Every status, at times since it was first unpaid; the last two columns: by policy, and where the policy is off. */
    @ParameterizedTest
    @CsvSource({
        "NONE, 9, GOOD, GOOD",
        "INCOMPLETE, 9, GOOD, GOOD",
        "INCOMPLETE_EXPIRED, 9, GOOD, GOOD",
        "TRIALING, 9, GOOD, GOOD",
        "ACTIVE, 9, GOOD, GOOD",
        "PAST_DUE, 0, WARNED, WARNED",
        "PAST_DUE, 2, WARNED, WARNED",
        "PAST_DUE, 3, THROTTLED, THROTTLED",
        "PAST_DUE, 6, THROTTLED, THROTTLED",
        "PAST_DUE, 7, SUSPENDED, SUSPENDED",
        "PAST_DUE, 400, SUSPENDED, SUSPENDED",
        "UNPAID, 0, SUSPENDED, WARNED",
        "UNPAID, 3, SUSPENDED, THROTTLED",
        "UNPAID, 7, SUSPENDED, SUSPENDED",
        "CANCELED, 0, SUSPENDED, GOOD",
        "CANCELED, 9, SUSPENDED, GOOD",
        "PAUSED, 0, SUSPENDED, GOOD",
        "PAUSED, 9, SUSPENDED, GOOD",
    })
    void everyStatusHasItsRung(SubscriptionStatus status, long days, Standing byPolicy, Standing withoutPolicy) {
        long now = SINCE + days * DAY;
        assertThat(Ladder.place(status, SINCE, now, DunningSettings.DEFAULTS).standing())
                .isEqualTo(byPolicy);
        assertThat(Ladder.place(status, SINCE, now, LENIENT).standing()).isEqualTo(withoutPolicy);
    }

    @ParameterizedTest
    @EnumSource
    void whoIsGoodOwesNothingAndWaitsForNothing(SubscriptionStatus status) {
        Place place = Ladder.place(status, null, SINCE, LENIENT);
        assertThat(place.equals(Place.GROUND)).isEqualTo(place.standing() == Standing.GOOD);
    }

    @Test
    void aRungIsReachedAtItsInstantAndNotBefore() {
        assertThat(place(3 * DAY - 1)).isEqualTo(new Place(Standing.WARNED, SINCE, SINCE + 3 * DAY));
        assertThat(place(3 * DAY)).isEqualTo(new Place(Standing.THROTTLED, SINCE, SINCE + 7 * DAY));
        assertThat(place(7 * DAY - 1)).isEqualTo(new Place(Standing.THROTTLED, SINCE, SINCE + 7 * DAY));
        assertThat(place(7 * DAY)).isEqualTo(new Place(Standing.SUSPENDED, SINCE, null));
    }

    private static Place place(long after) {
        return Ladder.place(SubscriptionStatus.PAST_DUE, SINCE, SINCE + after, DunningSettings.DEFAULTS);
    }

    @Test
    void theFirstSightOfItIsWhenItBegins() {
        assertThat(Ladder.place(SubscriptionStatus.PAST_DUE, null, SINCE, DunningSettings.DEFAULTS))
                .isEqualTo(new Place(Standing.WARNED, SINCE, SINCE + 3 * DAY));
    }

    @Test
    void rungsAtTheSameInstantAreOne() {
        DunningSettings strict = new DunningSettings(Duration.ZERO, Duration.ZERO, /* suspendEnded= */ true);
        assertThat(Ladder.place(SubscriptionStatus.PAST_DUE, null, SINCE, strict)
                        .standing())
                .isEqualTo(Standing.SUSPENDED);
    }

    @Test
    void settingsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new DunningSettings(Duration.ofDays(8), Duration.ofDays(7), true))
                .hasMessage("dunning throttle after: PT192H (expected: 0 to suspend after PT168H)");
        assertThatThrownBy(() -> new DunningSettings(Duration.ofDays(-1), Duration.ofDays(7), true))
                .hasMessageStartingWith("dunning throttle after: PT-24H");
        assertThatThrownBy(() -> new DunningSettings(Duration.ZERO, Duration.ofDays(366), true))
                .hasMessageContaining("at most 365 days");
    }
}
