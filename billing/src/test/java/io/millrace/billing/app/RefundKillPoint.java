package io.millrace.billing.app;

import io.millrace.billing.returns.Refund;
import io.millrace.billing.returns.RefundAnswer;
import io.millrace.billing.returns.RefundGateway;
import io.millrace.billing.returns.RefundObject;
import io.millrace.billing.returns.RefundState;
import io.millrace.billing.returns.Refunds;
import io.millrace.billing.returns.ReturnResult;
import io.millrace.embedded.stripe.fault.Fault;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a refunder's process ends, as by kill -9: around each commit and each call. */
enum RefundKillPoint {
    CLAIMED(null, false),
    SUBMITTED_COMMITTED(null, false),
    CREATE_ANSWERED(null, true),
    SETTLED(null, true),
    /** Stripe made it and answered by a 500, which its key repeats. */
    UNKNOWN_COMMITTED(Fault.ERROR_AFTER, true),
    FIND_ANSWERED(Fault.ERROR_AFTER, true),
    /** Stripe answered by a 500 and made nothing: the list proves it, and another key is about to be sent. */
    SECOND_ATTEMPT_COMMITTED(Fault.ERROR_BEFORE, false);

    private final @Nullable Fault fault;
    private final boolean afterTheRefund;

    RefundKillPoint(@Nullable Fault fault, boolean afterTheRefund) {
        this.fault = fault;
        this.afterTheRefund = afterTheRefund;
    }

    /** What befalls the first call; null for nothing. */
    @Nullable
    Fault fault() {
        return fault;
    }

    /** Whether the money is back when the process ends. */
    boolean afterTheRefund() {
        return afterTheRefund;
    }

    private void reached(RefundKillPoint point) {
        if (this == point) {
            Runtime.getRuntime().halt(KilledProcess.EXIT_CODE);
        }
    }

    private void committed(Refund refund) {
        if (refund.createAttempt() > 1) {
            reached(SECOND_ATTEMPT_COMMITTED);
        }
        reached(refund.state() == RefundState.UNKNOWN ? UNKNOWN_COMMITTED : SUBMITTED_COMMITTED);
    }

    Refunds in(Refunds real) {
        return new Refunds() {
            @Override
            public Optional<Refund> claim(Duration lease) {
                Optional<Refund> claimed = real.claim(lease);
                claimed.ifPresent(refund -> reached(CLAIMED));
                return claimed;
            }

            @Override
            public Optional<Refund> save(Refund refund, Duration lease) {
                Optional<Refund> saved = real.save(refund, lease);
                saved.ifPresent(RefundKillPoint.this::committed);
                return saved;
            }

            @Override
            public ReturnResult settle(RefundObject refund, Duration lookAgain) {
                ReturnResult result = real.settle(refund, lookAgain);
                reached(SETTLED);
                return result;
            }
        };
    }

    RefundGateway in(RefundGateway real) {
        return new RefundGateway() {
            @Override
            public RefundAnswer create(Refund refund) {
                RefundAnswer answer = real.create(refund);
                reached(CREATE_ANSWERED);
                return answer;
            }

            @Override
            public RefundAnswer retrieve(String stripeRefund) {
                return real.retrieve(stripeRefund);
            }

            @Override
            public RefundAnswer find(Refund refund) {
                RefundAnswer answer = real.find(refund);
                reached(FIND_ANSWERED);
                return answer;
            }
        };
    }
}
