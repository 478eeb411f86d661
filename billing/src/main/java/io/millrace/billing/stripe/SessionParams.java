package io.millrace.billing.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionCreateParams.PaymentMethodType;
import io.millrace.billing.checkout.Checkout;
import java.util.Objects;

/** What a checkout session is made of: the same for each request under a key. */
final class SessionParams {
    private static final String TOP_UP_ID = StripePaymentGateway.TOP_UP_ID;
    private static final String WORKSPACE_ID = "workspace_id";

    private SessionParams() {}

    static SessionCreateParams of(Checkout checkout, boolean bankDebits) {
        String id = checkout.topUpId().toString();
        SessionCreateParams.Builder params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setCustomer(Objects.requireNonNull(checkout.stripeCustomer()))
                .addPaymentMethodType(PaymentMethodType.CARD)
                .addLineItem(line(checkout))
                .setPaymentIntentData(payment(checkout, id))
                .setSuccessUrl(back(checkout, "paid"))
                .setCancelUrl(back(checkout, "left"))
                .setExpiresAt(checkout.terms().expiresAtSeconds())
                .putMetadata(TOP_UP_ID, id)
                .putMetadata(WORKSPACE_ID, checkout.workspaceId());
        if (bankDebits) {
            params.addPaymentMethodType(PaymentMethodType.US_BANK_ACCOUNT);
        }
        return params.build();
    }

    private static LineItem line(Checkout checkout) {
        return LineItem.builder()
                .setQuantity(1L)
                .setPriceData(LineItem.PriceData.builder()
                        .setCurrency("usd")
                        .setUnitAmount(checkout.amountCents())
                        .setProductData(LineItem.PriceData.ProductData.builder()
                                .setName("Millrace credit for " + checkout.workspaceId())
                                .build())
                        .build())
                .build();
    }

    private static PaymentIntentData payment(Checkout checkout, String id) {
        PaymentIntentData.Builder data = PaymentIntentData.builder()
                .setDescription("Millrace credit for " + checkout.workspaceId())
                .putMetadata(TOP_UP_ID, id)
                .putMetadata(WORKSPACE_ID, checkout.workspaceId());
        if (checkout.terms().saveCard()) {
            data.setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION);
        }
        return data.build();
    }

    /** The page the customer comes back to is told which top-up it is about, and how they left. */
    private static String back(Checkout checkout, String how) {
        String url = checkout.terms().returnUrl();
        return url + (url.indexOf('?') < 0 ? "?" : "&") + "top_up=" + checkout.topUpId() + "&checkout=" + how;
    }
}
