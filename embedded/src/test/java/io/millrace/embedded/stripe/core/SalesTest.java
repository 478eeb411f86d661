package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.embedded.stripe.model.CheckoutSession;
import io.millrace.embedded.stripe.model.CheckoutSession.PaymentStatus;
import io.millrace.embedded.stripe.model.Customer;
import io.millrace.embedded.stripe.model.Invoice;
import io.millrace.embedded.stripe.model.PaymentIntent;
import io.millrace.embedded.stripe.model.PaymentMethod;
import io.millrace.embedded.stripe.model.SetupIntent;
import io.millrace.embedded.stripe.model.StripeObject;
import io.millrace.embedded.stripe.model.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkout, setup, subscriptions, and customers with their payment methods. */
final class SalesTest {
    private final Account account = new Account();
    private final String customer =
            account.shown(Customers::create, "email", "a@example.com").id();

    @Test
    void paidPageMakesAPaymentIntentWithItsMetadata() {
        CheckoutSession session = page("customer", customer, "payment_intent_data[metadata][topup_id]", "t1");
        assertThat(session.progress().paymentIntent()).isNull();
        assertThat(session.terms().amountCents()).isEqualTo(1500);
        CheckoutSession paid = complete(session, "pm_card_visa");
        assertThat(paid.progress().paymentStatus()).isEqualTo(PaymentStatus.PAID);
        PaymentIntent intent = account.intent(
                PaymentIntents.retrieve(String.valueOf(paid.progress().paymentIntent())));
        assertThat(intent.terms().metadata()).containsExactly(entry("topup_id", "t1"));
        assertThat(intent.amountReceivedCents()).isEqualTo(1500);
        assertThat(account.eventTypes()).endsWith("payment_intent.succeeded", "checkout.session.completed");
        account.refused(
                400, "checkout_session_not_open", true, TestControls.completeCheckout(session.id(), "pm_card_visa"));
        account.refused(400, "checkout_session_not_open", true, CheckoutSessions.expire(session.id()));
    }

    @Test
    void declinedCardLeavesThePageOpen() {
        CheckoutSession session = page();
        account.refused(
                402, "card_declined", true, TestControls.completeCheckout(session.id(), "pm_card_chargeDeclined"));
        account.run(CheckoutSessions.expire(session.id()));
        assertThat(account.eventTypes()).endsWith("checkout.session.expired");
        assertThat(account.listed(CheckoutSessions.list(), "status", "expired").page())
                .hasSize(1);
        assertThat(account.listed(CheckoutSessions.list(), "status", "open").page())
                .isEmpty();
    }

    @Test
    void nobodyPaysOnAPageWhoseTimeIsOver() {
        for (long seconds : new long[] {30 * 60 - 1, 24 * 3600 + 1}) {
            assertThatThrownBy(() -> page("expires_at", Long.toString(Account.NOW_SECONDS + seconds)))
                    .hasMessageContaining("expires_at");
        }
        CheckoutSession session = page("expires_at", Long.toString(Account.NOW_SECONDS + 1_800));
        long over = Account.NOW_SECONDS + 1_800;
        assertThatThrownBy(() -> account.runAt(over, TestControls.completeCheckout(session.id(), "pm_card_visa")))
                .hasMessageContaining("expired");
        account.runAt(over - 1, TestControls.settle());
        assertThat(account.eventTypes()).doesNotContain("checkout.session.expired");
        account.runAt(over, TestControls.settle());
        assertThat(account.eventTypes()).endsWith("checkout.session.expired");
    }

    @Test
    void pagePaidByABankIsPaidLater() {
        CheckoutSession session = complete(page(), "pm_usBankAccount");
        assertThat(session.progress().paymentStatus()).isEqualTo(PaymentStatus.UNPAID);
        account.run(TestControls.settle());
        assertThat(((CheckoutSession) account.shown(CheckoutSessions.retrieve(session.id())))
                        .progress()
                        .paymentStatus())
                .isEqualTo(PaymentStatus.PAID);
        assertThat(account.eventTypes()).endsWith("checkout.session.async_payment_succeeded");
    }

    @Test
    void setupKeepsTheMethodForItsCustomer() {
        CheckoutSession session =
                (CheckoutSession) account.shown(CheckoutSessions::create, "mode", "setup", "customer", customer);
        complete(session, "pm_card_visa");
        assertThat(account.listed(PaymentMethods.listOfCustomer(customer)).page())
                .hasSize(1);
        var setup = account.shown(
                SetupIntents::create, "customer", customer, "payment_method", "pm_card_mastercard", "confirm", "true");
        assertThat(((SetupIntent) setup).progress().status()).isEqualTo(SetupIntent.Status.SUCCEEDED);
        assertThat(account.listed(PaymentMethods::list, "customer", customer, "type", "card")
                        .page())
                .hasSize(2);
    }

    @Test
    void setupAsksTheOwnerOrDeclines() {
        String asking = account.shown(
                        SetupIntents::create, "payment_method", "pm_card_authenticationRequired", "confirm", "true")
                .id();
        account.run(TestControls.authenticate(asking, false));
        assertThat(account.eventTypes()).endsWith("setup_intent.requires_action", "setup_intent.setup_failed");
        StripeError declined =
                account.declined(SetupIntents.confirm(asking), "payment_method", "pm_card_chargeDeclinedExpiredCard");
        assertThat(declined.code()).isEqualTo("expired_card");
        account.run(SetupIntents.confirm(asking), "payment_method", "pm_card_visa");
        account.refused(400, "setup_intent_unexpected_state", true, SetupIntents.confirm(asking));
        account.refused(400, "setup_intent_unexpected_state", true, SetupIntents.cancel(asking));
    }

    @Test
    void subscriptionHasTheStatusItIsGiven() {
        String price = account.shown(
                        Catalog::createPrice,
                        "currency",
                        "usd",
                        "unit_amount",
                        "900",
                        "recurring[interval]",
                        "month",
                        "product_data[name]",
                        "plan")
                .id();
        Subscription subscription =
                (Subscription) account.shown(Subscriptions::create, "customer", customer, "items[0][price]", price);
        assertThat(subscription.progress().status()).isEqualTo(Subscription.Status.ACTIVE);
        assertThat(subscription.progress().periodEndSeconds()).isGreaterThan(Account.NOW_SECONDS + 27L * 86_400);
        account.run(TestControls.setSubscriptionStatus(subscription.id(), Subscription.Status.PAST_DUE));
        assertThat(account.listed(Subscriptions::list, "status", "past_due").page())
                .hasSize(1);
        account.run(Subscriptions.cancel(subscription.id()));
        account.refused(404, "resource_missing", true, Subscriptions.update(subscription.id()), "metadata[a]", "1");
        assertThat(account.listed(Subscriptions::list, "customer", customer).page())
                .isEmpty();
        assertThat(account.listed(Subscriptions::list, "status", "all").page()).hasSize(1);
        assertThat(account.eventTypes())
                .containsSubsequence(
                        "customer.subscription.created",
                        "customer.subscription.updated",
                        "customer.subscription.deleted");
    }

    @Test
    void billThatIsNotPaidIsPastDueUntilOneIs() {
        String price = account.shown(
                        Catalog::createPrice,
                        "currency",
                        "usd",
                        "unit_amount",
                        "900",
                        "recurring[interval]",
                        "month",
                        "product_data[name]",
                        "plan")
                .id();
        String id = account.shown(
                        Subscriptions::create,
                        "customer",
                        customer,
                        "items[0][price]",
                        price,
                        "items[0][quantity]",
                        "2")
                .id();
        account.run(TestControls.billSubscription(id, false));
        assertThat(account.listed(Subscriptions::list, "status", "past_due").page())
                .hasSize(1);
        account.run(TestControls.billSubscription(id, true));
        assertThat(account.listed(Subscriptions::list, "status", "active").page())
                .hasSize(1);
        List<? extends StripeObject> invoices =
                account.listed(Invoices.list(), "subscription", id).page();
        assertThat(invoices)
                .extracting(invoice -> ((Invoice) invoice).amountCents(), invoice -> ((Invoice) invoice).paid())
                .containsExactly(tuple(1_800L, true), tuple(1_800L, false));
        assertThat(account.eventTypes())
                .endsWith(
                        "invoice.payment_failed",
                        "customer.subscription.updated",
                        "invoice.paid",
                        "customer.subscription.updated");
    }

    @Test
    void onceForAllPriceIsNoSubscription() {
        String price = account.shown(
                        Catalog::createPrice, "currency", "usd", "unit_amount", "900", "product_data[name]", "box")
                .id();
        account.refused(
                400,
                "price_not_recurring",
                true,
                Subscriptions::create,
                "customer",
                customer,
                "items[0][price]",
                price);
        account.refused(400, "parameter_missing", false, Subscriptions::create, "customer", customer);
    }

    @Test
    void deletedCustomerLosesItsMethodsAndCannotPay() {
        String method = account.shown(PaymentMethods.attach("pm_card_visa"), "customer", customer)
                .id();
        account.run(Customers.delete(customer));
        assertThat(((Customer) account.shown(Customers.retrieve(customer))).deleted())
                .isTrue();
        assertThat(((PaymentMethod) account.shown(PaymentMethods.retrieve(method))).customer())
                .isNull();
        account.refused(404, "resource_missing", true, Customers.update(customer), "name", "n");
        account.refused(
                400,
                "resource_missing",
                true,
                PaymentIntents::create,
                "amount",
                "500",
                "currency",
                "usd",
                "customer",
                customer);
        assertThat(account.listed(Customers::list).page()).isEmpty();
    }

    @Test
    void defaultMethodMustBelongToTheCustomer() {
        String method = account.shown(PaymentMethods.attach("pm_card_visa"), "customer", customer)
                .id();
        String other = account.shown(Customers::create).id();
        String name = "invoice_settings[default_payment_method]";
        account.refused(400, "resource_missing", true, Customers.update(other), name, method);
        Customer updated = (Customer) account.shown(Customers.update(customer), name, method);
        assertThat(updated.defaultPaymentMethod()).isEqualTo(method);
        assertThat(account.listed(Customers::list, "email", "a@example.com").page())
                .extracting(StripeObject::id)
                .containsExactly(customer);
    }

    private CheckoutSession page(String... more) {
        var all = new ArrayList<>(List.of(
                "mode",
                "payment",
                "line_items[0][price_data][currency]",
                "usd",
                "line_items[0][price_data][unit_amount]",
                "500",
                "line_items[0][price_data][product_data][name]",
                "credit",
                "line_items[0][quantity]",
                "3"));
        all.addAll(List.of(more));
        return (CheckoutSession) account.shown(CheckoutSessions::create, all.toArray(String[]::new));
    }

    private CheckoutSession complete(CheckoutSession session, String method) {
        return (CheckoutSession) account.shown(TestControls.completeCheckout(session.id(), method));
    }
}
