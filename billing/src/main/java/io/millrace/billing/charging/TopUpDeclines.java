package io.millrace.billing.charging;

import io.millrace.billing.charging.Outcome.GoOn;
import io.millrace.billing.charging.Outcome.Rest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a decline leads. Pure. */
final class TopUpDeclines {
    private TopUpDeclines() {}

    static Outcome declined(TopUp topUp, Intent intent) {
        return declined(topUp, Objects.requireNonNullElse(intent.declineCode(), "card_declined"), intent.advice());
    }

    static Outcome declined(TopUp topUp, String code, @Nullable String advice) {
        TopUp declined = topUp.declined(code);
        boolean attemptsLeft = declined.attempts().confirm() < TopUpMachine.ATTEMPTS_MAX;
        if (DeclineClass.asksTheOwner(code)) {
            return attemptsLeft
                    ? new GoOn(declined.nextConfirmAttempt(TopUpState.AUTHENTICATING))
                    : new GoOn(declined.to(TopUpState.CANCELING), Setback.CARD);
        }
        DeclineClass kind = DeclineClass.of(code, advice);
        boolean retried = kind == DeclineClass.LATER
                && topUp.kind() != TopUpKind.MANUAL
                && attemptsLeft
                && RetrySchedule.hasNext(declined.attempts().declines());
        return retried
                ? new Rest(declined.nextConfirmAttempt(TopUpState.WAITING), Setback.DECLINED)
                : new GoOn(declined.to(TopUpState.CANCELING), setback(kind));
    }

    static Setback setback(DeclineClass kind) {
        return kind == DeclineClass.LATER ? Setback.DECLINED : Setback.CARD;
    }
}
