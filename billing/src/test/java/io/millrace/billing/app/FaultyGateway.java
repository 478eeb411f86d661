package io.millrace.billing.app;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.IdempotencyKey;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.NewIntent;
import io.millrace.billing.charging.PaymentGateway;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real gateway whose first calls of one kind are executed, and then the answer is lost or the process dies. */
final class FaultyGateway implements PaymentGateway {
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

    private final PaymentGateway real;
    private final Fault fault;
    private final AtomicInteger left;
    private final AtomicInteger confirmed = new AtomicInteger();

    FaultyGateway(PaymentGateway real, Fault fault, int times) {
        this.real = real;
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
    public Answer createIntent(NewIntent intent, IdempotencyKey key) {
        Answer answer = real.createIntent(intent, key);
        return lose(answer, Fault.CREATE_UNANSWERED, Fault.CREATE_ERROR, Fault.CREATE_DEATH);
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        Answer answer = real.confirm(intentId, paymentMethod, key);
        if (fault == Fault.RETRIEVE_DEATH && confirmed.getAndIncrement() == 0) {
            throw new Death();
        }
        return lose(answer, Fault.CONFIRM_UNANSWERED, Fault.CONFIRM_ERROR, Fault.CONFIRM_DEATH);
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return real.authenticate(intentId, paymentMethod, key);
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        return real.cancel(intentId, key);
    }

    @Override
    public List<Intent> listUnconfirmed(String customer) {
        return real.listUnconfirmed(customer);
    }

    @Override
    public Answer retrieve(String intentId) {
        Answer answer = real.retrieve(intentId);
        return lose(answer, Fault.RETRIEVE_DEATH, Fault.RETRIEVE_DEATH, Fault.RETRIEVE_DEATH);
    }

    @Override
    public Answer find(String customer, String topUpId) {
        return real.find(customer, topUpId);
    }

    @Override
    public List<Intent> listSucceeded() {
        return real.listSucceeded();
    }

    @Override
    public String createCustomer(String workspaceId, IdempotencyKey key) {
        return real.createCustomer(workspaceId, key);
    }
}
