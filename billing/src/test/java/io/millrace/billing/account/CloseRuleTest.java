package io.millrace.billing.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.account.Standing.Rest;
import io.millrace.schemas.money.Money;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CloseRuleTest {
    private static final UUID TOP_UP = new UUID(1, 2);
    private static final Rest BOUGHT = new Rest("1001", new Money(5_123_456_789L), true, TOP_UP, false);
    private static final Rest DUST = new Rest("1002", new Money(9_999_999L), true, TOP_UP, false);
    private static final Rest REFUSED = new Rest("1003", Money.ofCents(100), true, TOP_UP, true);
    private static final Rest TRANSFERRED = new Rest("1004", Money.ofCents(100), true, null, false);
    private static final Rest GIVEN = new Rest("1005", Money.ofCents(100), false, null, false);
    private static final Rest NOT_BEGUN = new Rest("1006", Money.ZERO, true, null, false);

    private static Closing closing(boolean refund, boolean breakage) {
        CloseTerms terms = new CloseTerms(refund, breakage, false, "left");
        return new Closing(7, "acme", terms, Closing.State.CLOSING, null, 1, null);
    }

    private static Standing holding(Rest... grants) {
        return new Standing(List.of(), List.of(), List.of(), List.of(), List.of(grants), Money.ZERO, null, null);
    }

    private static String step(boolean refund, boolean breakage, Rest rest) {
        CloseStep step = CloseRule.next(closing(refund, breakage), holding(rest));
        return step.getClass().getSimpleName();
    }

    @Test
    void whatIsOpenEndsInOrder() {
        Closing closing = closing(true, false);
        List<String> some = List.of("x");
        List<String> none = List.of();
        Money owed = Money.ofCents(3);
        List<Rest> held = List.of(GIVEN);
        assertThat(CloseRule.next(closing, new Standing(some, some, some, some, held, owed, "cus", "pm")))
                .isEqualTo(new CloseStep.StopSchedule("x"));
        assertThat(CloseRule.next(closing, new Standing(some, some, some, none, held, owed, "cus", "pm")))
                .isInstanceOf(CloseStep.StopTopUps.class);
        assertThat(CloseRule.next(closing, new Standing(none, some, some, none, held, owed, "cus", "pm")))
                .isEqualTo(new CloseStep.Wait("refund: x under way (expected: made or refused)"));
        assertThat(CloseRule.next(closing, new Standing(none, none, some, none, held, owed, "cus", "pm")))
                .isInstanceOf(CloseStep.Wait.class);
        assertThat(CloseRule.next(closing, new Standing(none, none, none, none, held, owed, "cus", "pm")))
                .isEqualTo(new CloseStep.VoidGrant("1005"));
        assertThat(CloseRule.next(closing, new Standing(none, none, none, none, List.of(), owed, "cus", "pm")))
                .isEqualTo(new CloseStep.SettleDebt());
        assertThat(CloseRule.next(closing, new Standing(none, none, none, none, List.of(), Money.ZERO, "cus", "pm")))
                .isEqualTo(new CloseStep.Detach("cus", "pm"));
        assertThat(CloseRule.next(closing, new Standing(none, none, none, none, List.of(), Money.ZERO, "cus", null)))
                .as("cards that nobody keeps here may be attached")
                .isEqualTo(new CloseStep.Detach("cus", null));
        assertThat(CloseRule.next(closing, holding())).isEqualTo(new CloseStep.Erase());
    }

    @Test
    void aRestGoesWhereTheTermsSayAndNowhereElse() {
        assertThat(CloseRule.next(closing(true, false), holding(BOUGHT)))
                .isEqualTo(new CloseStep.Refund(TOP_UP, 512, "close:7:1001:512"));
        assertThat(step(true, true, BOUGHT)).isEqualTo("Refund");
        assertThat(step(false, true, BOUGHT)).isEqualTo("VoidGrant");
        assertThat(step(false, false, BOUGHT)).isEqualTo("Wait");
        assertThat(step(true, false, DUST)).as("less than a cent").isEqualTo("VoidGrant");
        assertThat(step(false, false, DUST)).isEqualTo("Wait");
        for (Rest rest : List.of(REFUSED, TRANSFERRED)) {
            assertThat(step(true, false, rest)).isEqualTo("Wait");
            assertThat(step(true, true, rest)).isEqualTo("VoidGrant");
            assertThat(step(false, true, rest)).isEqualTo("VoidGrant");
        }
        for (Rest rest : List.of(GIVEN, NOT_BEGUN)) {
            assertThat(step(false, false, rest)).isEqualTo("VoidGrant");
        }
    }

    @Test
    void itIsNotBegunWhereSomethingWouldHaveToBeGuessed() {
        CloseTerms nothing = new CloseTerms(false, false, false, "left");
        CloseTerms writeOff = new CloseTerms(false, false, true, "left");
        assertThat(CloseRule.refusal(nothing, holding(BOUGHT))).startsWith("paid credit: $5.123456789 left");
        assertThat(CloseRule.refusal(nothing, holding(GIVEN, NOT_BEGUN))).isNull();
        Standing debtor =
                new Standing(List.of(), List.of(), List.of(), List.of(), List.of(), Money.ofCents(300), null, null);
        assertThat(CloseRule.refusal(nothing, debtor)).startsWith("owed: ");
        assertThat(CloseRule.refusal(writeOff, debtor)).isNull();
        Standing withCard =
                new Standing(List.of(), List.of(), List.of(), List.of(), List.of(), Money.ofCents(300), "cus", "pm");
        assertThat(CloseRule.refusal(nothing, withCard)).isNull();
        Standing little =
                new Standing(List.of(), List.of(), List.of(), List.of(), List.of(), Money.ofCents(49), null, null);
        assertThat(CloseRule.refusal(nothing, little))
                .as("less than Stripe charges")
                .isNull();
        Standing stray =
                new Standing(List.of(), List.of(), List.of(), List.of(), List.of(), Money.ofCents(300), null, "pm");
        assertThat(CloseRule.refusal(nothing, stray)).as("a card of nobody").isNotNull();
    }
}
