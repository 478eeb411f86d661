package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for the stand-in and for Stripe's test mode alike, seen through stripe-java. */
final class StripeContractIT {
    @TempDir
    private static Path directory;

    private static StripeUnderTest stripe;
    private static StripeClient client;

    @BeforeAll
    static void open() {
        Stripe.enableTelemetry = false;
        stripe = StripeUnderTest.open(directory);
        client = stripe.client();
    }

    @AfterAll
    static void close() {
        stripe.close();
    }

    private static PaymentIntentCreateParams.Builder intent(String paymentMethod) {
        return PaymentIntentCreateParams.builder()
                .setAmount(1000L)
                .setCurrency("usd")
                .addPaymentMethodType("card")
                .setPaymentMethod(paymentMethod);
    }

    private static PaymentIntent create(PaymentIntentCreateParams.Builder params) throws StripeException {
        return client.v1().paymentIntents().create(params.build());
    }

    private static PaymentIntent paid() throws StripeException {
        return create(intent("pm_card_visa").setConfirm(true));
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static InvalidRequestException invalid(ThrowingCallable call) {
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.getStatusCode()).isEqualTo(400);
        return refused;
    }

    @Test
    void paidIntentHasAChargeABalanceTransactionAndAFee() throws StripeException {
        PaymentIntent paid = create(intent("pm_card_visa").setConfirm(true).putMetadata("topup_id", "t1"));
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        PaymentIntent expanded = client.v1()
                .paymentIntents()
                .retrieve(
                        paid.getId(),
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("latest_charge.balance_transaction")
                                .addExpand("payment_method")
                                .build());
        Charge charge = expanded.getLatestChargeObject();
        assertThat(charge.getPaymentMethodDetails().getCard().getLast4()).isEqualTo("4242");
        assertThat(charge.getMetadata()).containsEntry("topup_id", "t1");
        assertThat(charge.getAmountRefunded()).isZero();
        assertThat(charge.getDisputed()).isFalse();
        var transaction = charge.getBalanceTransactionObject();
        assertThat(transaction.getAmount()).isEqualTo(1000);
        assertThat(transaction.getNet()).isEqualTo(1000 - transaction.getFee());
        assertThat(transaction.getSource()).isEqualTo(charge.getId());
        assertThat(expanded.getPaymentMethodObject().getType()).isEqualTo("card");
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined,                      card_declined,    generic_decline",
        "pm_card_chargeDeclinedInsufficientFunds,     card_declined,    insufficient_funds",
        "pm_card_chargeDeclinedLostCard,              card_declined,    lost_card",
        "pm_card_chargeDeclinedStolenCard,            card_declined,    stolen_card",
        "pm_card_chargeDeclinedExpiredCard,           expired_card,     ",
        "pm_card_chargeDeclinedIncorrectCvc,          incorrect_cvc,    ",
        "pm_card_chargeDeclinedProcessingError,       processing_error, ",
        "pm_card_chargeDeclinedVelocityLimitExceeded, card_declined,    card_velocity_exceeded",
    })
    void documentedDeclineIsACardErrorWithTheIntent(String method, String code, String declineCode) {
        CardException declined = catchThrowableOfType(
                CardException.class, () -> create(intent(method).setConfirm(true)));
        assertThat(declined.getStatusCode()).isEqualTo(402);
        assertThat(declined.getCode()).isEqualTo(code);
        if (declineCode != null) {
            assertThat(declined.getDeclineCode()).isEqualTo(declineCode);
        }
        PaymentIntent intent = declined.getStripeError().getPaymentIntent();
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getLastPaymentError().getCode()).isEqualTo(code);
    }

    @Test
    void authenticationIsAskedOfThePresentAndDeclinedForTheAbsent() throws StripeException {
        PaymentIntent asked = create(
                intent("pm_card_authenticationRequired").setConfirm(true).setReturnUrl("https://example.com/back"));
        assertThat(asked.getStatus()).isEqualTo("requires_action");
        assertThat(asked.getNextAction().getRedirectToUrl().getUrl()).startsWith("http");
        CardException absent = catchThrowableOfType(
                CardException.class,
                () -> create(intent("pm_card_authenticationRequired")
                        .setConfirm(true)
                        .setOffSession(true)));
        assertThat(absent.getCode()).isEqualTo("authentication_required");
        CardException unhandled = catchThrowableOfType(
                CardException.class,
                () -> create(intent("pm_card_authenticationRequired")
                        .setConfirm(true)
                        .setErrorOnRequiresAction(true)));
        assertThat(unhandled.getStatusCode()).isEqualTo(402);
        assertThat(unhandled.getStripeError().getPaymentIntent().getStatus()).isEqualTo("requires_payment_method");
    }

    @Test
    void finalIntentIsConfirmedAndCanceledNoMore() throws StripeException {
        PaymentIntent paid = paid();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> client.v1().paymentIntents().confirm(paid.getId()),
                () -> client.v1().paymentIntents().cancel(paid.getId()))) {
            InvalidRequestException refused = invalid(call);
            assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state");
            assertThat(refused.getStripeError().getPaymentIntent().getStatus()).isEqualTo("succeeded");
        }
    }

    @Test
    void heldMoneyIsCapturedInPart() throws StripeException {
        PaymentIntent held = create(intent("pm_card_visa")
                .setConfirm(true)
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL));
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(1000);
        PaymentIntent taken = client.v1()
                .paymentIntents()
                .capture(
                        held.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(400L)
                                .build());
        assertThat(taken.getStatus()).isEqualTo("succeeded");
        assertThat(taken.getAmountReceived()).isEqualTo(400);
    }

    @Test
    void boundsAndUnknownParametersAreRefused() {
        assertThat(invalid(() -> create(intent("pm_card_visa").setAmount(49L))).getCode())
                .isEqualTo("amount_too_small");
        assertThat(invalid(() -> create(intent("pm_card_visa").setAmount(100_000_000L)))
                        .getCode())
                .isEqualTo("amount_too_large");
        InvalidRequestException unknown =
                invalid(() -> create(intent("pm_card_visa").putExtraParam("colour", "red")));
        assertThat(unknown.getCode()).isEqualTo("parameter_unknown");
        assertThat(unknown.getParam()).isEqualTo("colour");
        assertThat(invalid(() -> create(intent("pm_none"))).getCode()).isEqualTo("resource_missing");
    }

    @Test
    void idempotencyKeyReplaysItsFirstAnswerAndBelongsToItsParameters() throws StripeException {
        String key = UUID.randomUUID().toString();
        PaymentIntentCreateParams params = intent("pm_card_visa").build();
        PaymentIntent first = client.v1().paymentIntents().create(params, key(key));
        PaymentIntent again = client.v1().paymentIntents().create(params, key(key));
        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        PaymentIntentCreateParams other =
                intent("pm_card_visa").setAmount(1001L).build();
        assertThat(catchThrowableOfType(
                        IdempotencyException.class,
                        () -> client.v1().paymentIntents().create(other, key(key))))
                .isNotNull();
    }

    @Test
    void declineIsReplayedAndBadParametersAreNot() throws StripeException {
        String key = UUID.randomUUID().toString();
        PaymentIntentCreateParams declining =
                intent("pm_card_chargeDeclined").setConfirm(true).build();
        ThrowingCallable create = () -> client.v1().paymentIntents().create(declining, key(key));
        CardException first = catchThrowableOfType(CardException.class, create);
        CardException again = catchThrowableOfType(CardException.class, create);
        assertThat(again.getCharge()).isEqualTo(first.getCharge()).isNotNull();
        String unused = UUID.randomUUID().toString();
        PaymentIntentCreateParams unknown =
                intent("pm_card_visa").putExtraParam("colour", "red").build();
        invalid(() -> client.v1().paymentIntents().create(unknown, key(unused)));
        assertThat(client.v1().paymentIntents().create(intent("pm_card_visa").build(), key(unused)))
                .isNotNull();
    }

    @Test
    void refundsGoUpToTheCharge() throws StripeException {
        PaymentIntent paid = paid();
        Refund part = refund(paid, 400L);
        assertThat(part.getStatus()).isEqualTo("succeeded");
        assertThat(part.getCharge()).isEqualTo(paid.getLatestCharge());
        assertThat(invalid(() -> refund(paid, 601L)).getParam()).isEqualTo("amount");
        refund(paid, 600L);
        assertThat(invalid(() -> refund(paid, 1L)).getCode()).isEqualTo("charge_already_refunded");
        assertThat(client.v1().charges().retrieve(paid.getLatestCharge()).getRefunded())
                .isTrue();
    }

    private static Refund refund(PaymentIntent intent, long cents) throws StripeException {
        return client.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent.getId())
                        .setAmount(cents)
                        .build());
    }

    @Test
    void pagesOfACustomerFollowOneAnother() throws StripeException {
        String customer = client.v1()
                .customers()
                .create(CustomerCreateParams.builder().setName("Pages").build())
                .getId();
        var created = new ArrayList<String>();
        for (int index = 0; index < 5; index++) {
            created.add(create(intent("pm_card_visa").setCustomer(customer)).getId());
        }
        Collections.reverse(created);
        var seen = new ArrayList<String>();
        client.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder()
                        .setCustomer(customer)
                        .setLimit(2L)
                        .build())
                .autoPagingIterable()
                .forEach(intent -> seen.add(intent.getId()));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void setupAndCheckoutAreTyped() throws StripeException {
        var setup = client.v1()
                .setupIntents()
                .create(SetupIntentCreateParams.builder()
                        .addPaymentMethodType("card")
                        .setPaymentMethod("pm_card_visa")
                        .setConfirm(true)
                        .build());
        assertThat(setup.getStatus()).isEqualTo("succeeded");
        var session = client.v1()
                .checkout()
                .sessions()
                .create(SessionCreateParams.builder()
                        .setMode(SessionCreateParams.Mode.PAYMENT)
                        .setSuccessUrl("https://example.com/done")
                        .addLineItem(SessionCreateParams.LineItem.builder()
                                .setQuantity(2L)
                                .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                        .setCurrency("usd")
                                        .setUnitAmount(500L)
                                        .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                                .setName("Credit")
                                                .build())
                                        .build())
                                .build())
                        .build());
        assertThat(session.getAmountTotal()).isEqualTo(1000);
        assertThat(session.getUrl()).startsWith("http");
        assertThat(session.getPaymentStatus()).isEqualTo("unpaid");
        assertThat(client.v1().checkout().sessions().expire(session.getId()).getStatus())
                .isEqualTo("expired");
    }
}
