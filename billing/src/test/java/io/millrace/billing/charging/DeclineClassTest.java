package io.millrace.billing.charging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeclineClassTest {
    @ParameterizedTest(name = "{0} with advice {1} is {2}")
    @CsvSource({
        "insufficient_funds,, LATER",
        "try_again_later,, LATER",
        "processing_error,, LATER",
        "issuer_not_available,, LATER",
        "reenter_transaction,, LATER",
        "card_velocity_exceeded,, LATER",
        "generic_decline,, LATER",
        "do_not_honor,, LATER",
        "a_code_of_tomorrow,, LATER",
        "authentication_required,, CUSTOMER",
        "expired_card,, CUSTOMER",
        "incorrect_cvc,, CUSTOMER",
        "incorrect_number,, CUSTOMER",
        "invalid_account,, CUSTOMER",
        "card_not_supported,, CUSTOMER",
        "currency_not_supported,, CUSTOMER",
        "transaction_not_allowed,, CUSTOMER",
        "account_closed,, CUSTOMER",
        "lost_card,, NEVER",
        "stolen_card,, NEVER",
        "pickup_card,, NEVER",
        "fraudulent,, NEVER",
        "revocation_of_authorization,, NEVER",
        "revocation_of_all_authorizations,, NEVER",
        "stop_payment_order,, NEVER",
        "do_not_try_again,, NEVER",
        "insufficient_funds, do_not_try_again, NEVER",
        "lost_card, try_again_later, LATER",
        "generic_decline, confirm_card_data, CUSTOMER",
        "generic_decline, advice_of_tomorrow, LATER",
    })
    void adviceWinsThenTheCode(String code, String advice, DeclineClass expected) {
        assertThat(DeclineClass.of(code, advice)).isEqualTo(expected);
    }

    @Test
    void customersAreNotToldThatTheirCardIsSaidToBeStolen() {
        assertThat(DeclineClass.shown("stolen_card")).isEqualTo("card_declined");
        assertThat(DeclineClass.shown("insufficient_funds")).isEqualTo("insufficient_funds");
    }
}
