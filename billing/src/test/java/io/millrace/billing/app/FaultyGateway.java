package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.WrappedGateway;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A real gateway whose first calls of one kind are executed, and then the answer is lost or the process dies. */
final class FaultyGateway extends WrappedGateway {
    /** What is lost. */
    enum Fault {
        CREATE_UNANSWERED,
        CREATE_ERROR,
        CREATE_DEATH,
        CONFIRM_UNANSWERED,
        CONFIRM_ERROR,
        CONFIRM_DEATH,
        /** After one death while confirming, the janitor's look dies too. */
        RETRIEVE_DEATH
    }

    /** The process dies here. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Fault fault;
    private final AtomicInteger left;
    private final AtomicInteger confirmed = new AtomicInteger();

    FaultyGateway(PaymentGateway real, Fault fault, int times) {
        super(real);
        this.fault = fault;
        left = new AtomicInteger(times);
    }

    /** How often it struck. */
    int struck(int times) {
        return times - Math.max(0, left.get());
    }

    private Answer lose(Answer answer, Fault unanswered, Fault error, Fault death) {
        boolean mine = fault == unanswered || fault == error || fault == death;
        if (!mine || left.getAndDecrement() <= 0) {
            return answer;
        }
        if (fault == death) {
            throw new Death();
        }
        return fault == error ? new Answer.Indeterminate("http_500") : new Answer.Unanswered("timeout");
    }

    @Override
    protected Answer called(Call call, Supplier<Answer> behind) {
        Answer answer = behind.get();
        return switch (call) {
            case CREATE -> lose(answer, Fault.CREATE_UNANSWERED, Fault.CREATE_ERROR, Fault.CREATE_DEATH);
            case CONFIRM -> confirmed(answer);
            case RETRIEVE -> lose(answer, Fault.RETRIEVE_DEATH, Fault.RETRIEVE_DEATH, Fault.RETRIEVE_DEATH);
            case AUTHENTICATE, CANCEL, FIND -> answer;
        };
    }

    private Answer confirmed(Answer answer) {
        if (fault == Fault.RETRIEVE_DEATH && confirmed.getAndIncrement() == 0) {
            throw new Death();
        }
        return lose(answer, Fault.CONFIRM_UNANSWERED, Fault.CONFIRM_ERROR, Fault.CONFIRM_DEATH);
    }
}
