package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.stripe.model.BalanceTransaction;
import io.millrace.embedded.stripe.model.Charge;
import io.millrace.embedded.stripe.model.Dispute;
import io.millrace.embedded.stripe.model.Refund;
import io.millrace.embedded.stripe.model.Refund.Status;
import org.junit.jupiter.api.Test;

/** Refunds, disputes and the balance they move. */
final class MoneyBackTest {
    private final Account account = new Account();

    @Test
    void feesAreRoundedHalfUp() {
        assertThat(Balance.feeCents(50, false)).isEqualTo(31); // 1.45
        assertThat(Balance.feeCents(500, false)).isEqualTo(45); // 14.5
        assertThat(Balance.feeCents(1000, false)).isEqualTo(59);
        assertThat(Balance.feeCents(1000, true)).isEqualTo(8);
        assertThat(Balance.feeCents(99_999_999, true)).isEqualTo(500);
    }

    @Test
    void partsOfAChargeGoBackUntilNothingIsLeft() {
        String charge = pay("pm_card_visa");
        assertThat(refund(charge, "300").status()).isEqualTo(Status.SUCCEEDED);
        account.refused(400, null, true, Refunds::create, "charge", charge, "amount", "201");
        assertThat(refund(charge, "200").amountCents()).isEqualTo(200);
        account.refused(400, "charge_already_refunded", true, Refunds::create, "charge", charge);
        assertThat(charge(charge).progress().refundedCents()).isEqualTo(500);
        assertThat(balanceCents()).isZero();
        assertThat(account.eventTypes())
                .filteredOn(type -> type.contains("refund"))
                .containsExactly("refund.created", "charge.refunded", "refund.created", "charge.refunded");
    }

    @Test
    void refundNeedsAPaidCharge() {
        String open = account.intent(PaymentIntents::create, "amount", "500", "currency", "usd")
                .id();
        account.refused(400, "payment_intent_unexpected_state", true, Refunds::create, "payment_intent", open);
        account.refused(400, "resource_missing", true, Refunds::create, "charge", "ch_none");
        account.refused(400, "parameter_missing", false, Refunds::create);
        account.refused(
                400, "parameter_invalid_integer", false, Refunds::create, "charge", pay("pm_card_visa"), "amount", "0");
    }

    @Test
    void refundThatFailsGivesTheMoneyBackAndCanBeTriedAgain() {
        String charge = pay("pm_card_refundFail");
        Refund refund = refund(charge, "500");
        assertThat(refund.status()).isEqualTo(Status.SUCCEEDED);
        account.run(TestControls.settle());
        Refund failed = (Refund) account.shown(Refunds.retrieve(refund.id()));
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.failureBalanceTransaction()).isNotNull();
        assertThat(charge(charge).refundableCents()).isEqualTo(500);
        assertThat(balanceCents()).isEqualTo(500);
        assertThat(account.eventTypes()).endsWith("charge.updated", "charge.refund.updated", "refund.failed");
        account.refused(400, "unexpected_state", true, TestControls.finishRefund(refund.id(), false));
    }

    @Test
    void pendingRefundArrivesLater() {
        Refund refund = refund(pay("pm_card_pendingRefund"), "500");
        assertThat(refund.status()).isEqualTo(Status.PENDING);
        account.run(TestControls.settle());
        assertThat(((Refund) account.shown(Refunds.retrieve(refund.id()))).status())
                .isEqualTo(Status.SUCCEEDED);
        account.refused(400, "unexpected_state", true, TestControls.finishRefund(refund.id(), true));
    }

    @Test
    void disputeTakesTheMoneyAndAFeeAndGivesTheMoneyBackWhenWon() {
        String charge = pay("pm_card_visa");
        Dispute dispute = (Dispute) account.shown(TestControls.openDispute(charge, "fraudulent"));
        assertThat(dispute.status()).isEqualTo(Dispute.Status.NEEDS_RESPONSE);
        assertThat(balanceCents()).isZero();
        assertThat(feeCents()).isEqualTo(45 + Balance.DISPUTE_FEE_CENTS);
        account.refused(400, "charge_disputed", true, Refunds::create, "charge", charge);
        account.refused(400, "charge_not_disputable", true, TestControls.openDispute(charge, "fraudulent"));
        Dispute won = (Dispute) account.shown(TestControls.closeDispute(dispute.id(), true));
        assertThat(won.balanceTransactions()).hasSize(2);
        assertThat(balanceCents()).isEqualTo(500);
        account.refused(400, "dispute_closed", true, TestControls.closeDispute(dispute.id(), false));
        assertThat(account.eventTypes())
                .filteredOn(type -> type.startsWith("charge.dispute"))
                .containsExactly(
                        "charge.dispute.created",
                        "charge.dispute.funds_withdrawn",
                        "charge.dispute.closed",
                        "charge.dispute.funds_reinstated");
    }

    @Test
    void lostDisputeKeepsTheMoneyGone() {
        String charge = pay("pm_card_createDisputeProductNotReceived");
        Dispute dispute = account.state.newestFirst(Dispute.class).get(0);
        assertThat(dispute.charge()).isEqualTo(charge);
        assertThat(dispute.reason()).isEqualTo("product_not_received");
        account.run(Disputes.close(dispute.id()));
        assertThat(balanceCents()).isZero();
        assertThat(account.eventTypes())
                .endsWith("charge.dispute.closed")
                .doesNotContain("charge.dispute.funds_reinstated");
    }

    @Test
    void evidenceDecidesWhenItIsSubmitted() {
        pay("pm_card_createDispute");
        String id = account.state.newestFirst(Dispute.class).get(0).id();
        String text = "evidence[uncategorized_text]";
        assertThat(status(id, text, "winning_evidence")).isEqualTo(Dispute.Status.NEEDS_RESPONSE);
        assertThat(status(id, text, "we have a receipt", "submit", "true")).isEqualTo(Dispute.Status.UNDER_REVIEW);
        assertThat(status(id, text, "winning_evidence", "submit", "true")).isEqualTo(Dispute.Status.WON);
    }

    private Dispute.Status status(String id, String... parameters) {
        return ((Dispute) account.shown(Disputes.update(id), parameters)).status();
    }

    @Test
    void bankPaysLaterOrNot() {
        String paid = processing("pm_usBankAccount");
        String unpaid = processing("pm_usBankAccount_insufficientFunds");
        account.run(TestControls.settle());
        assertThat(account.intent(PaymentIntents.retrieve(paid)).amountReceivedCents())
                .isEqualTo(500);
        var progress = account.intent(PaymentIntents.retrieve(unpaid)).progress();
        assertThat(progress.status().wireName()).isEqualTo("requires_payment_method");
        assertThat(progress.decline())
                .satisfies(decline -> assertThat(decline.code()).isEqualTo("insufficient_funds"));
        assertThat(balanceCents()).isEqualTo(500);
        assertThat(feeCents()).isEqualTo(4);
    }

    private String processing(String method) {
        var intent = account.intent(
                PaymentIntents::create,
                "amount",
                "500",
                "currency",
                "usd",
                "payment_method",
                method,
                "confirm",
                "true");
        assertThat(intent.progress().status().wireName()).isEqualTo("processing");
        account.refused(400, "payment_intent_unexpected_state", true, PaymentIntents.cancel(intent.id()));
        return intent.id();
    }

    private String pay(String card) {
        var intent = account.intent(
                PaymentIntents::create, "amount", "500", "currency", "usd", "payment_method", card, "confirm", "true");
        assertThat(intent.amountReceivedCents()).isEqualTo(500);
        return String.valueOf(intent.progress().latestCharge());
    }

    private Refund refund(String charge, String cents) {
        return (Refund) account.shown(Refunds::create, "charge", charge, "amount", cents);
    }

    private Charge charge(String id) {
        return (Charge) account.shown(PaymentIntents.retrieveCharge(id));
    }

    private long balanceCents() {
        return account.state.newestFirst(BalanceTransaction.class).stream()
                .mapToLong(BalanceTransaction::amountCents)
                .sum();
    }

    private long feeCents() {
        return account.state.newestFirst(BalanceTransaction.class).stream()
                .mapToLong(BalanceTransaction::feeCents)
                .sum();
    }
}
