package io.millrace.embedded.stripe.model;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's test cards and test bank accounts, by the payment methods {@code pm_card_…} and {@code pm_usBankAccount_…},
 * the tokens {@code tok_…} and the numbers that name them.
 */
public enum TestCard {
    VISA("visa", "4242424242424242", Behaviour.PAYS),
    MASTERCARD("mastercard", "5555555555554444", Behaviour.PAYS),
    AMEX("amex", "378282246310005", Behaviour.PAYS),
    CHARGE_DECLINED("chargeDeclined", "4000000000000002", "card_declined", "generic_decline", Texts.DECLINED),
    INSUFFICIENT_FUNDS(
            "chargeDeclinedInsufficientFunds",
            "4000000000009995",
            "card_declined",
            "insufficient_funds",
            "Your card has insufficient funds."),
    LOST("chargeDeclinedLostCard", "4000000000009987", "card_declined", "lost_card", Texts.DECLINED),
    STOLEN("chargeDeclinedStolenCard", "4000000000009979", "card_declined", "stolen_card", Texts.DECLINED),
    FRAUDULENT("chargeDeclinedFraudulent", "4100000000000019", "card_declined", "fraudulent", Texts.DECLINED),
    VELOCITY(
            "chargeDeclinedVelocityLimitExceeded",
            "4000000000006975",
            "card_declined",
            "card_velocity_exceeded",
            "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
    EXPIRED("chargeDeclinedExpiredCard", "4000000000000069", "expired_card", "expired_card", "Your card has expired."),
    INCORRECT_CVC(
            "chargeDeclinedIncorrectCvc",
            "4000000000000127",
            "incorrect_cvc",
            "incorrect_cvc",
            "Your card's security code is incorrect."),
    PROCESSING_ERROR(
            "chargeDeclinedProcessingError",
            "4000000000000119",
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit."),
    /** Can be attached to a customer also at the real Stripe; every charge fails. */
    CHARGE_CUSTOMER_FAIL("chargeCustomerFail", "4000000000000341", "card_declined", "generic_decline", Texts.DECLINED),
    /** Declined without its owner, whatever was set up before. */
    AUTHENTICATION_REQUIRED("authenticationRequired", "4000002760003184", Behaviour.ASKS_THE_OWNER),
    THREE_D_SECURE_2("threeDSecure2Required", "4000000000003220", Behaviour.ASKS_THE_OWNER),
    THREE_D_SECURE("threeDSecureRequired", "4000000000003063", Behaviour.ASKS_THE_OWNER),
    /** Pays, and is disputed as fraudulent at once. */
    DISPUTED("createDispute", "4000000000000259", Behaviour.PAYS_AND_DISPUTES),
    /** Pays, and is disputed at once: the product was not received. */
    DISPUTED_NOT_RECEIVED("createDisputeProductNotReceived", "4000000000002685", Behaviour.PAYS_AND_DISPUTES),
    /** Pays; a refund succeeds and fails later. */
    REFUND_FAILS("refundFail", "4000000000005126", Behaviour.PAYS),
    /** Pays; a refund is pending and succeeds later. */
    REFUND_PENDING("pendingRefund", "4000000000007726", Behaviour.PAYS),
    US_BANK_ACCOUNT("pm_usBankAccount", "000123456789", Behaviour.PROCESSES),
    US_BANK_ACCOUNT_SUCCESS("pm_usBankAccount_success", "000123456789", Behaviour.PROCESSES),
    US_BANK_INSUFFICIENT_FUNDS(
            "pm_usBankAccount_insufficientFunds",
            "000222222227",
            "insufficient_funds",
            "insufficient_funds",
            "The customer's account has insufficient funds to cover this payment."),
    US_BANK_ACCOUNT_CLOSED(
            "pm_usBankAccount_accountClosed",
            "000111111113",
            "account_closed",
            "account_closed",
            "The customer's bank account has been closed."),
    US_BANK_NO_ACCOUNT(
            "pm_usBankAccount_noAccount",
            "000111111116",
            "no_account",
            "no_account",
            "The bank account could not be located.");

    private static final String BANK = "pm_usBankAccount";
    private static final int LAST_DIGITS = 4;

    private final String suffix;
    private final String number;
    private final Behaviour behaviour;
    private final @Nullable String errorCode;
    private final @Nullable String declineCode;
    private final String message;

    TestCard(String suffix, String number, Behaviour behaviour) {
        this.suffix = suffix;
        this.number = number;
        this.behaviour = behaviour;
        boolean asks = behaviour == Behaviour.ASKS_THE_OWNER;
        this.errorCode = asks ? Texts.AUTHENTICATION : null;
        this.declineCode = errorCode;
        this.message = asks ? "Your card was declined. This transaction requires authentication." : "Payment complete.";
    }

    TestCard(String suffix, String number, String errorCode, String declineCode, String message) {
        this.suffix = suffix;
        this.number = number;
        this.behaviour = suffix.startsWith("pm_") ? Behaviour.PROCESSES : Behaviour.DECLINES;
        this.errorCode = errorCode;
        this.declineCode = declineCode;
        this.message = message;
    }

    /** What a charge does. */
    public enum Behaviour {
        PAYS,
        PAYS_AND_DISPUTES,
        DECLINES,
        /** Wants authentication: an action where the owner is there, a decline where not. */
        ASKS_THE_OWNER,
        /** Is known only days later: whether it pays is what {@link #paid} says. */
        PROCESSES
    }

    private static final class Texts {
        static final String DECLINED = "Your card was declined.";
        static final String AUTHENTICATION = "authentication_required";

        private Texts() {}
    }

    /** By {@code pm_card_visa} or {@code pm_usBankAccount}. */
    public static Optional<TestCard> ofPaymentMethod(String id) {
        return Arrays.stream(values())
                .filter(card -> id.equals(card.bank() ? card.suffix : "pm_card_" + card.suffix))
                .findFirst();
    }

    /** By {@code tok_visa}; bank accounts have none. */
    public static Optional<TestCard> ofToken(String token) {
        return Arrays.stream(values())
                .filter(card -> token.equals("tok_" + card.suffix))
                .findFirst();
    }

    /** By the number of the card, or of the bank account. */
    public static Optional<TestCard> ofNumber(String number, boolean bank) {
        return Arrays.stream(values())
                .filter(card -> card.bank() == bank && card.number.equals(number))
                .findFirst();
    }

    /** True for a bank account. */
    public boolean bank() {
        return suffix.startsWith(BANK);
    }

    /** {@code card} or {@code us_bank_account}. */
    public String type() {
        return bank() ? "us_bank_account" : "card";
    }

    /** What a charge does. */
    public Behaviour behaviour() {
        return behaviour;
    }

    /** True when a charge succeeds, at once, later, or once its owner agreed. */
    public boolean paid() {
        return errorCode == null;
    }

    /** The network of a card. */
    public String brand() {
        return switch (this) {
            case MASTERCARD -> "mastercard";
            case AMEX -> "amex";
            default -> "visa";
        };
    }

    /** The last four digits of the number. */
    public String last4() {
        return number.substring(number.length() - LAST_DIGITS);
    }

    /** The error's code; null when a charge succeeds. */
    public @Nullable String errorCode() {
        return errorCode;
    }

    /** The issuer's reason; null when a charge succeeds. */
    public @Nullable String declineCode() {
        return declineCode;
    }

    /** What the seller is told. */
    public String message() {
        return message;
    }
}
