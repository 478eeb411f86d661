package io.millrace.billing.charging;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A gateway whose key is refused from time to time. */
final class RefusingGateway implements PaymentGateway {
    private final PaymentGateway real;
    private final BooleanSupplier refused;

    RefusingGateway(PaymentGateway real, BooleanSupplier refused) {
        this.real = real;
        this.refused = refused;
    }

    private boolean refuses() {
        return refused.getAsBoolean();
    }

    private static Answer refusal() {
        return new Answer.Unauthorized("permission_denied");
    }

    @Override
    public Answer createIntent(NewIntent intent, IdempotencyKey key) {
        return refuses() ? refusal() : real.createIntent(intent, key);
    }

    @Override
    public Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        return refuses() ? refusal() : real.confirm(intentId, paymentMethod, key);
    }

    @Override
    public Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return refuses() ? refusal() : real.authenticate(intentId, paymentMethod, key);
    }

    @Override
    public Answer cancel(String intentId, IdempotencyKey key) {
        return refuses() ? refusal() : real.cancel(intentId, key);
    }

    @Override
    public Answer retrieve(String intentId) {
        return refuses() ? refusal() : real.retrieve(intentId);
    }

    @Override
    public Answer find(String customer, String topUpId) {
        return refuses() ? refusal() : real.find(customer, topUpId);
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
}
