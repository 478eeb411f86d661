package io.millrace.billing.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.service.PaymentMethodService;
import io.millrace.billing.account.CardGateway;
import io.millrace.billing.charging.GatewayException;

/** Payment methods at Stripe. Thread-safe. */
public final class StripeCards implements CardGateway {
    private final PaymentMethodService methods;

    private StripeCards(StripeClient client) {
        methods = client.v1().paymentMethods();
    }

    public static StripeCards of(StripeSettings settings) {
        return new StripeCards(StripeClients.open(settings));
    }

    @Override
    public void detach(String paymentMethod) {
        try {
            if (methods.retrieve(paymentMethod).getCustomer() != null) {
                methods.detach(paymentMethod);
            }
        } catch (InvalidRequestException e) {
            // Not there, or not attached any more: that is what was asked for.
            return;
        } catch (StripeException e) {
            throw new GatewayException(
                    "payment method " + paymentMethod + ": not detached (expected: an answer of Stripe)", e);
        }
    }
}
