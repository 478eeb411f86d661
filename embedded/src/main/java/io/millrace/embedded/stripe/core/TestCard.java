package io.millrace.embedded.stripe.core;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stripe's test cards, by the payment methods {@code pm_card_…} and the tokens {@code tok_…} that name them. */
public enum TestCard {
    VISA("visa", "visa", "4242"),
    MASTERCARD("mastercard", "mastercard", "4444"),
    CHARGE_DECLINED("chargeDeclined", "0002", "card_declined", "generic_decline", "Your card was declined."),
    INSUFFICIENT_FUNDS(
            "chargeDeclinedInsufficientFunds",
            "9995",
            "card_declined",
            "insufficient_funds",
            "Your card has insufficient funds."),
    LOST("chargeDeclinedLostCard", "9987", "card_declined", "lost_card", "Your card was declined."),
    STOLEN("chargeDeclinedStolenCard", "9979", "card_declined", "stolen_card", "Your card was declined."),
    VELOCITY(
            "chargeDeclinedVelocityLimitExceeded",
            "6975",
            "card_declined",
            "card_velocity_exceeded",
            "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
    EXPIRED("chargeDeclinedExpiredCard", "0069", "expired_card", "expired_card", "Your card has expired."),
    INCORRECT_CVC(
            "chargeDeclinedIncorrectCvc",
            "0127",
            "incorrect_cvc",
            "incorrect_cvc",
            "Your card's security code is incorrect."),
    PROCESSING_ERROR(
            "chargeDeclinedProcessingError",
            "0119",
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit."),
    /** Can be attached to a customer also at the real Stripe; every charge fails. */
    CHARGE_CUSTOMER_FAIL("chargeCustomerFail", "0341", "card_declined", "generic_decline", "Your card was declined."),
    AUTHENTICATION_REQUIRED(
            "authenticationRequired",
            "3184",
            "authentication_required",
            "authentication_required",
            "Your card was declined. This transaction requires authentication.");

    private final String suffix;
    private final String brand;
    private final String last4;
    private final @Nullable String errorCode;
    private final @Nullable String declineCode;
    private final String message;

    TestCard(String suffix, String brand, String last4) {
        this(suffix, brand, last4, null, null, "Payment complete.");
    }

    TestCard(String suffix, String last4, String errorCode, String declineCode, String message) {
        this(suffix, "visa", last4, errorCode, declineCode, message);
    }

    TestCard(
            String suffix,
            String brand,
            String last4,
            @Nullable String errorCode,
            @Nullable String declineCode,
            String message) {
        this.suffix = suffix;
        this.brand = brand;
        this.last4 = last4;
        this.errorCode = errorCode;
        this.declineCode = declineCode;
        this.message = message;
    }

    static Optional<TestCard> ofPaymentMethod(String id) {
        return Arrays.stream(values())
                .filter(card -> id.equals("pm_card_" + card.suffix))
                .findFirst();
    }

    static Optional<TestCard> ofToken(String token) {
        return Arrays.stream(values())
                .filter(card -> token.equals("tok_" + card.suffix))
                .findFirst();
    }

    /** True when a charge succeeds. */
    public boolean paid() {
        return errorCode == null;
    }

    public String brand() {
        return brand;
    }

    public String last4() {
        return last4;
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
