package io.millrace.billing.charging;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a decline asks for. */
public enum DeclineClass {
    /** It may pass by itself: the same card may be tried again, a few times. A code that is not known counts as one. */
    LATER,
    /** The customer has to do something: replace the card, correct it, speak with the bank. */
    CUSTOMER,
    /** The card must not be tried again. */
    NEVER;

    private static final String AUTHENTICATION_REQUIRED = "authentication_required";

    private static final Set<String> NEVER_CODES = Set.of(
            "do_not_try_again",
            "fraudulent",
            "lost_card",
            "merchant_blacklist",
            "pickup_card",
            "restricted_card",
            "revocation_of_all_authorizations",
            "revocation_of_authorization",
            "security_violation",
            "stolen_card",
            "stop_payment_order");

    private static final Set<String> CUSTOMER_CODES = Set.of(
            "account_closed",
            AUTHENTICATION_REQUIRED,
            "bank_account_restricted",
            "bank_account_unusable",
            "card_not_supported",
            "currency_not_supported",
            "debit_not_authorized",
            "expired_card",
            "no_account",
            "payment_method_customer_decline",
            "payment_method_provider_decline",
            "transaction_not_allowed");

    private static final Set<String> CUSTOMER_PREFIXES = Set.of("incorrect_", "invalid_");

    /**
     * The class of a decline.
     *
     * @param code the issuer's reason, or the error's code where there is none
     * @param advice the provider's advice; it wins where it is one of the three that are known
     */
    public static DeclineClass of(String code, @Nullable String advice) {
        if ("do_not_try_again".equals(advice)) {
            return NEVER;
        }
        if ("confirm_card_data".equals(advice)) {
            return CUSTOMER;
        }
        if ("try_again_later".equals(advice)) {
            return LATER;
        }
        if (NEVER_CODES.contains(code)) {
            return NEVER;
        }
        boolean wrong = CUSTOMER_PREFIXES.stream().anyMatch(code::startsWith);
        return wrong || CUSTOMER_CODES.contains(code) ? CUSTOMER : LATER;
    }

    /** Whether the owner of the card has to agree to this very payment. */
    static boolean asksTheOwner(String code) {
        return code.equals(AUTHENTICATION_REQUIRED) || code.equals("authentication_not_handled");
    }

    /** The code a customer may be shown: that a card is said to be lost, stolen or used in fraud is not told. */
    public static String shown(String code) {
        return NEVER_CODES.contains(code) ? "card_declined" : code;
    }
}
