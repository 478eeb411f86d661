package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentIntent.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaymentIntentsTest {
    private static final boolean EXECUTED = true;
    private static final boolean BEFORE = false;

    private final Account account = new Account();

    @Test
    void visaIsChargedOnce() {
        String id = create("payment_method", "pm_card_visa", "metadata[topup_id]", "t1");
        PaymentIntent paid = account.intent(PaymentIntents.confirm(id), "off_session", "true");
        assertThat(paid.progress().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(paid.amountReceivedCents()).isEqualTo(500);
        assertThat(paid.terms().metadata()).containsExactly(entry("topup_id", "t1"));
        Charge charge = (Charge) account.shown(
                PaymentIntents.retrieveCharge(String.valueOf(paid.progress().latestCharge())));
        assertThat(charge.paymentIntent()).isEqualTo(id);
        assertThat(charge.createdSeconds()).isEqualTo(Account.NOW_SECONDS);
        account.refused(400, "payment_intent_unexpected_state", EXECUTED, PaymentIntents.confirm(id));
        account.refused(400, "payment_intent_unexpected_state", EXECUTED, PaymentIntents.cancel(id));
    }

    @ParameterizedTest
    @CsvSource({
        "pm_card_chargeDeclined,                     card_declined,           generic_decline",
        "pm_card_chargeCustomerFail,                 card_declined,           generic_decline",
        "pm_card_chargeDeclinedInsufficientFunds,    card_declined,           insufficient_funds",
        "pm_card_chargeDeclinedLostCard,             card_declined,           lost_card",
        "pm_card_chargeDeclinedStolenCard,           card_declined,           stolen_card",
        "pm_card_chargeDeclinedVelocityLimitExceeded, card_declined,          card_velocity_exceeded",
        "pm_card_chargeDeclinedExpiredCard,          expired_card,            expired_card",
        "pm_card_chargeDeclinedIncorrectCvc,         incorrect_cvc,           incorrect_cvc",
        "pm_card_chargeDeclinedProcessingError,      processing_error,        processing_error",
        "pm_card_chargeDeclinedFraudulent,           card_declined,           fraudulent",
        "pm_card_authenticationRequired,             authentication_required, authentication_required",
        "pm_card_threeDSecure2Required,              authentication_required, authentication_required",
    })
    void declinedCardLeavesTheIntentOpen(String card, String code, String declineCode) {
        String id = create("payment_method", card);
        StripeError error = account.declined(PaymentIntents.confirm(id), "off_session", "true");
        assertThat(error.status()).isEqualTo(402);
        assertThat(error.code()).isEqualTo(code);
        PaymentIntent intent = account.intent(PaymentIntents.retrieve(id));
        assertThat(error.subject()).isEqualTo(intent);
        assertThat(intent.progress().status()).isEqualTo(Status.REQUIRES_PAYMENT_METHOD);
        assertThat(intent.progress().paymentMethod()).isNull();
        assertThat(intent.amountReceivedCents()).isZero();
        assertThat(intent.progress().decline())
                .satisfies(decline -> assertThat(decline.declineCode()).isEqualTo(declineCode));
        PaymentIntent paid = account.intent(PaymentIntents.confirm(id), "payment_method", "pm_card_visa");
        assertThat(paid.progress().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(paid.progress().decline()).isNull();
    }

    @Test
    void canceledIntentIsFinal() {
        String id = create("payment_method", "pm_card_visa");
        PaymentIntent canceled = account.intent(PaymentIntents.cancel(id), "cancellation_reason", "abandoned");
        assertThat(canceled.progress().status()).isEqualTo(Status.CANCELED);
        assertThat(canceled.progress().canceledAtSeconds()).isEqualTo(Account.NOW_SECONDS);
        assertThat(canceled.progress().cancellationReason()).isEqualTo("abandoned");
        account.refused(400, "payment_intent_unexpected_state", EXECUTED, PaymentIntents.confirm(id));
    }

    @Test
    void intentWithoutMethodWaitsForOne() {
        String id = create();
        assertThat(account.intent(PaymentIntents.retrieve(id)).progress().status())
                .isEqualTo(Status.REQUIRES_PAYMENT_METHOD);
        account.refused(400, "payment_intent_unexpected_state", EXECUTED, PaymentIntents.confirm(id));
        assertThat(create("payment_method", "pm_card_visa")).isNotEqualTo(id);
    }

    @Test
    void cardOfOneCustomerDoesNotPayForAnother() {
        String owner = account.shown(Customers::create, "name", "owner").id();
        String other = account.shown(Customers::create, "name", "other").id();
        String card = account.shown(PaymentMethods.attach("pm_card_visa"), "customer", owner)
                .id();
        account.refused(
                400,
                "payment_method_unexpected_state",
                EXECUTED,
                PaymentIntents::create,
                "amount",
                "500",
                "currency",
                "usd",
                "customer",
                other,
                "payment_method",
                card);
        account.refused(
                400, "payment_method_unexpected_state", EXECUTED, PaymentMethods.attach(card), "customer", other);
        String id = create("customer", owner, "payment_method", card);
        assertThat(account.intent(PaymentIntents.confirm(id)).progress().paymentMethod())
                .isEqualTo(card);
    }

    @Test
    void badRequestsAreRefused() {
        var create = (Operation) PaymentIntents::create;
        account.refused(400, "parameter_missing", BEFORE, create, "currency", "usd");
        account.refused(400, "parameter_missing", BEFORE, create, "amount", "500");
        account.refused(400, "parameter_unknown", BEFORE, create, "amount", "500", "currency", "usd", "amuont", "1");
        account.refused(400, "parameter_invalid_integer", BEFORE, create, "amount", "5.00", "currency", "usd");
        account.refused(400, "parameter_invalid_integer", BEFORE, create, "amount", "-500", "currency", "usd");
        account.refused(400, "parameter_invalid_string", BEFORE, create, "amount", "500", "currency", "jpy");
        account.refused(400, "amount_too_small", EXECUTED, create, "amount", "49", "currency", "usd");
        account.refused(400, "amount_too_large", EXECUTED, create, "amount", "100000000", "currency", "usd");
        account.refused(400, "amount_too_small", EXECUTED, create, "amount", "29", "currency", "gbp");
        account.refused(
                400, "parameter_invalid", BEFORE, create, "amount", "500", "currency", "usd", "off_session", "true");
        account.refused(
                400, "resource_missing", EXECUTED, create, "amount", "500", "currency", "usd", "customer", "cus_none");
        account.refused(404, "resource_missing", EXECUTED, PaymentIntents.retrieve("pi_none"));
        account.refused(404, "resource_missing", EXECUTED, Customers.retrieve("cus_none"));
        account.refused(404, "resource_missing", EXECUTED, PaymentMethods.retrieve("pm_none"));
        account.refused(404, "resource_missing", EXECUTED, PaymentIntents.retrieveCharge("ch_none"));
        assertThat(create()).isNotEmpty();
    }

    private String create(String... more) {
        var all = new ArrayList<>(List.of("amount", "500", "currency", "usd"));
        all.addAll(List.of(more));
        return account.intent(PaymentIntents::create, all.toArray(String[]::new))
                .id();
    }
}
