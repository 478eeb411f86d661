package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUps;
import io.millrace.billing.charging.WrappedGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a charger's process ends, as by kill -9: around each commit and each call of a charge. In the order of a charge. */
enum KillPoint {
    CLAIMED,
    SUBMITTED_COMMITTED,
    CREATE_ANSWERED,
    CREATED_COMMITTED,
    CONFIRMING_COMMITTED,
    CONFIRM_ANSWERED,
    /** Grant and transfers are written, and not committed. */
    SETTLING,
    SETTLED,
    /** The last three: of a card that is declined. */
    CANCELING_COMMITTED,
    CANCEL_ANSWERED,
    FAILED_COMMITTED;

    boolean declines() {
        return switch (this) {
            case CANCELING_COMMITTED, CANCEL_ANSWERED, FAILED_COMMITTED -> true;
            default -> false;
        };
    }

    /** Whether the card was charged, or the decline is known, when the process ends. */
    boolean afterTheCharge() {
        return switch (this) {
            case CONFIRM_ANSWERED, SETTLING, SETTLED -> true;
            default -> false;
        };
    }

    /** Ends the process where it is at the given point: no handler runs and nothing is flushed. */
    void reached(KillPoint point) {
        if (this == point) {
            Runtime.getRuntime().halt(KilledProcess.EXIT_CODE);
        }
    }

    private void committed(TopUp topUp) {
        switch (topUp.state()) {
            case SUBMITTED -> reached(SUBMITTED_COMMITTED);
            case CREATED -> reached(CREATED_COMMITTED);
            case CONFIRMING -> reached(CONFIRMING_COMMITTED);
            case CANCELING -> reached(CANCELING_COMMITTED);
            case FAILED -> reached(FAILED_COMMITTED);
            default -> {}
        }
    }

    private Answer answered(KillPoint point, Answer answer) {
        reached(point);
        return answer;
    }

    TopUps in(TopUps real) {
        return new TopUps() {
            @Override
            public Optional<TopUp> claim(Duration lease) {
                Optional<TopUp> claimed = real.claim(lease);
                reached(CLAIMED);
                return claimed;
            }

            @Override
            public Optional<TopUp> save(TopUp topUp, Duration lease, @Nullable Setback setback) {
                Optional<TopUp> saved = real.save(topUp, lease, setback);
                saved.ifPresent(KillPoint.this::committed);
                return saved;
            }

            @Override
            public boolean settle(TopUp topUp, Intent intent) {
                boolean settled = real.settle(topUp, intent);
                reached(SETTLED);
                return settled;
            }
        };
    }

    PaymentGateway in(PaymentGateway real) {
        return new WrappedGateway(real) {
            @Override
            protected Answer called(Call call, Supplier<Answer> behind) {
                Answer answer = behind.get();
                return switch (call) {
                    case CREATE -> answered(CREATE_ANSWERED, answer);
                    case CONFIRM -> answered(CONFIRM_ANSWERED, answer);
                    case CANCEL -> answered(CANCEL_ANSWERED, answer);
                    case AUTHENTICATE, RETRIEVE, FIND -> answer;
                };
            }
        };
    }
}
