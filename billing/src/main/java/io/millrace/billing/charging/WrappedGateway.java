package io.millrace.billing.charging;

import java.util.List;
import java.util.function.Supplier;

/** A gateway before another one: every call about a payment passes one place, lists and customers go straight through. */
public abstract class WrappedGateway implements PaymentGateway {
    private final PaymentGateway gateway;

    /** The calls about a payment. */
    public enum Call {
        CREATE,
        CONFIRM,
        AUTHENTICATE,
        CANCEL,
        RETRIEVE,
        FIND
    }

    protected WrappedGateway(PaymentGateway gateway) {
        this.gateway = gateway;
    }

    /** @param behind makes the call; may be left alone */
    protected abstract Answer called(Call call, Supplier<Answer> behind);

    @Override
    public final Answer createIntent(NewIntent intent, IdempotencyKey key) {
        return called(Call.CREATE, () -> gateway.createIntent(intent, key));
    }

    @Override
    public final Answer confirm(String intentId, String paymentMethod, IdempotencyKey key) {
        return called(Call.CONFIRM, () -> gateway.confirm(intentId, paymentMethod, key));
    }

    @Override
    public final Answer authenticate(String intentId, String paymentMethod, IdempotencyKey key) {
        return called(Call.AUTHENTICATE, () -> gateway.authenticate(intentId, paymentMethod, key));
    }

    @Override
    public final Answer cancel(String intentId, IdempotencyKey key) {
        return called(Call.CANCEL, () -> gateway.cancel(intentId, key));
    }

    @Override
    public final Answer retrieve(String intentId) {
        return called(Call.RETRIEVE, () -> gateway.retrieve(intentId));
    }

    @Override
    public final Answer find(String customer, String topUpId) {
        return called(Call.FIND, () -> gateway.find(customer, topUpId));
    }

    @Override
    public final List<Intent> listUnconfirmed(String customer) {
        return gateway.listUnconfirmed(customer);
    }

    @Override
    public final List<Intent> listSucceeded() {
        return gateway.listSucceeded();
    }

    @Override
    public final String createCustomer(String workspaceId, IdempotencyKey key) {
        return gateway.createCustomer(workspaceId, key);
    }
}
