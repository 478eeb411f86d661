package io.millrace.billing.webhook;

import io.millrace.billing.charging.Answer;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.IntentStatus;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUps;
import java.util.Optional;
import java.util.function.Function;

/**
 * Events of payments: asks the provider for the payment and books it if it succeeded. Everything short of success is the
 * charger's, which asks by itself. Thread-safe.
 */
public final class PaymentEffect implements EventEffect {
    private static final String NO_SUCH_OBJECT = "resource_missing";

    private final PaymentGateway gateway;
    private final Function<Intent, Optional<TopUp>> topUpOf;
    private final TopUps topUps;

    /** @param topUpOf the top-up that keeps the payment's id, else the one that the payment's metadata name */
    public PaymentEffect(PaymentGateway gateway, Function<Intent, Optional<TopUp>> topUpOf, TopUps topUps) {
        this.gateway = gateway;
        this.topUpOf = topUpOf;
        this.topUps = topUps;
    }

    @Override
    public Result apply(ProviderEvent event) {
        return settle(event.objectId());
    }

    /** Books a payment if it succeeded at the provider; see {@link #apply}. */
    public Result settle(String paymentId) {
        Answer answer = gateway.retrieve(paymentId);
        if (answer instanceof Answer.Ok ok) {
            return book(ok.intent());
        }
        boolean unknown =
                answer instanceof Answer.Refused refused && refused.code().equals(NO_SUCH_OBJECT);
        if (unknown || answer instanceof Answer.Absent) {
            return Result.FOREIGN;
        }
        throw new GatewayException(
                "payment " + paymentId + ": " + answer + " (expected: its state at the provider)", null);
    }

    private Result book(Intent intent) {
        Optional<TopUp> topUp = topUpOf.apply(intent);
        if (topUp.isEmpty()) {
            return Result.FOREIGN;
        }
        boolean booked = intent.status() == IntentStatus.SUCCEEDED && topUps.settle(topUp.get(), intent);
        return booked ? Result.APPLIED : Result.UNCHANGED;
    }
}
