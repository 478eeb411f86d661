package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUps;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        return new PaymentGateway() {
            @Override
            public Answer createIntent(NewIntent intent, IdempotencyKey key) {
                return answered(CREATE_ANSWERED, real.createIntent(intent, key));
            }

            @Override
            public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
                return answered(CONFIRM_ANSWERED, real.confirm(intentId, paymentMethod, key));
            }

            @Override
            public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
                return real.authenticate(intentId, paymentMethod, key);
            }

            @Override
            public Answer cancel(String intentId, IdempotencyKey key) {
                return answered(CANCEL_ANSWERED, real.cancel(intentId, key));
            }

            @Override
            public Answer retrieve(String intentId) {
                return real.retrieve(intentId);
            }

            @Override
            public Answer find(String customer, String topUpId) {
                return real.find(customer, topUpId);
            }

            @Override
            public List<Intent> listUnconfirmed(String customer) {
                return real.listUnconfirmed(customer);
            }

            @Override
            public List<Intent> listSucceeded() {
                return real.listSucceeded();
            }

            @Override
            public String createCustomer(String workspaceId, IdempotencyKey key) {
                return real.createCustomer(workspaceId, key);
            }
        };
    }
}
