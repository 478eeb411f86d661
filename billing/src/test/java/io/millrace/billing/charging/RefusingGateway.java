package io.millrace.billing.charging;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A gateway whose key is refused from time to time. */
final class RefusingGateway extends WrappedGateway {
    private final BooleanSupplier refused;

    RefusingGateway(PaymentGateway real, BooleanSupplier refused) {
        super(real);
        this.refused = refused;
    }

    @Override
    protected Answer called(Call call, Supplier<Answer> behind) {
        return refused.getAsBoolean() ? new Answer.Unauthorized("permission_denied") : behind.get();
    }
}
