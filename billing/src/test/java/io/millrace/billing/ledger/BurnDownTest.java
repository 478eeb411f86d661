package io.millrace.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BurnDownTest {
    private static final long FEBRUARY = Micros.of(Instant.parse("2026-02-01T00:00:00Z"));
    private static final long MARCH_1 = Micros.of(Instant.parse("2026-03-01T00:00:00Z"));
    private static final long MARCH_15 = Micros.of(Instant.parse("2026-03-15T00:00:00Z"));
    private static final long FEBRUARY_20 = Micros.of(Instant.parse("2026-02-20T00:00:00Z"));

    private static Grant grant(long id, int priority, long expires, long created, long nano) {
        return new Grant(new AccountId(id), GrantKind.PAID, priority, Grant.ALWAYS, expires, created, new Money(nano));
    }

    private static List<String> take(BurnDown burnDown, long at, long nano) {
        List<String> parts = new ArrayList<>();
        Money left = burnDown.take(
                at, new Money(nano), (grant, part) -> parts.add(grant.account().value() + ":" + part.nanoUsd()));
        parts.add("left:" + left.nanoUsd());
        return parts;
    }

    /** Flexprice's documented example; of two that tie we take the older, where it takes the larger. */
    @Test
    void burnsByPriorityThenExpiryThenCreation() {
        List<Grant> grants = new ArrayList<>(List.of(
                grant(1, 1, MARCH_1, 10, 50),
                grant(2, 1, MARCH_1, 11, 30),
                grant(3, 1, MARCH_15, 12, 100),
                grant(4, 2, FEBRUARY_20, 13, 75),
                grant(5, Grant.PRIORITY_MAX, Grant.NEVER, 14, 200)));
        Collections.shuffle(grants, new Random(7));
        BurnDown burnDown = new BurnDown(grants);
        assertThat(take(burnDown, FEBRUARY, 150)).containsExactly("1:50", "2:30", "3:70", "left:0");
        assertThat(take(burnDown, FEBRUARY, 305)).containsExactly("3:30", "4:75", "5:200", "left:0");
        assertThat(take(burnDown, FEBRUARY, 1)).containsExactly("left:1");
    }

    @Test
    void whatNeverExpiresBurnsLastOfItsPriority() {
        BurnDown burnDown = new BurnDown(List.of(grant(1, 5, Grant.NEVER, 1, 10), grant(2, 5, MARCH_15, 2, 10)));
        assertThat(take(burnDown, FEBRUARY, 15)).containsExactly("2:10", "1:5", "left:0");
    }

    @Test
    void theIdDecidesWhenAllElseTies() {
        BurnDown burnDown = new BurnDown(List.of(grant(9, 5, MARCH_1, 1, 10), grant(8, 5, MARCH_1, 1, 10)));
        assertThat(take(burnDown, FEBRUARY, 15)).containsExactly("8:10", "9:5", "left:0");
    }

    @Test
    void coversFromItsEffectiveTimeUntilJustBeforeItsExpiry() {
        Grant grant = new Grant(new AccountId(1), GrantKind.PAID, 1, 100, 200, 100, new Money(10));
        assertThat(grant.covers(99)).isFalse();
        assertThat(grant.covers(100)).isTrue();
        assertThat(grant.covers(199)).isTrue();
        assertThat(grant.covers(200)).isFalse();
    }

    @Test
    void usageAfterTheExpiryFallsToTheNextGrant() {
        BurnDown burnDown = new BurnDown(List.of(grant(1, 1, MARCH_1, 1, 10), grant(2, 1, MARCH_15, 2, 10)));
        assertThat(take(burnDown, MARCH_1, 4)).containsExactly("2:4", "left:0");
        assertThat(take(burnDown, MARCH_1 - 1, 4)).containsExactly("1:4", "left:0");
        assertThat(take(burnDown, MARCH_15, 4)).containsExactly("left:4");
    }

    @Test
    void aGrantThatExpiresBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> new Grant(new AccountId(1), GrantKind.PAID, 1, 200, 200, 100, Money.ZERO))
                .hasMessage("grant expires_at: 200 (expected: > effective_at 200)");
    }
}
