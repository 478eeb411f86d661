package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Dispute;
import com.stripe.service.DisputeService;
import io.millrace.billing.charging.GatewayException;
import io.millrace.billing.returns.DisputeGateway;
import io.millrace.billing.returns.DisputeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Disputes at Stripe. Thread-safe. In USD only. */
public final class StripeDisputes implements DisputeGateway {
    private final DisputeService disputes;

    private StripeDisputes(StripeClient client) {
        disputes = client.v1().disputes();
    }

    public static StripeDisputes of(StripeSettings settings) {
        return new StripeDisputes(StripeClients.open(settings));
    }

    @Override
    public DisputeObject retrieve(String disputeId) {
        try {
            return object(disputes.retrieve(disputeId));
        } catch (StripeException e) {
            throw new GatewayException("dispute " + disputeId + ": not read (expected: an answer of Stripe)", e);
        }
    }

    private static DisputeObject object(Dispute dispute) {
        List<DisputeObject.Fee> fees = new ArrayList<>();
        for (BalanceTransaction movement :
                Objects.requireNonNullElse(dispute.getBalanceTransactions(), List.<BalanceTransaction>of())) {
            long cents = Objects.requireNonNullElse(movement.getFee(), 0L);
            if (cents > 0) {
                fees.add(new DisputeObject.Fee(movement.getId(), cents));
            }
        }
        return new DisputeObject(
                dispute.getId(),
                dispute.getStatus(),
                dispute.getAmount(),
                Objects.requireNonNullElse(dispute.getPaymentIntent(), ""),
                fees);
    }
}
