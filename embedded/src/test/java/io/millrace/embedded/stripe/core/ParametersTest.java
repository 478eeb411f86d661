package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    @Test
    void nestedNamesAreRead() {
        Parameters parameters = Account.parameters(
                "metadata[a]", "1", "metadata[gone]", "", "expand[0]", "data.latest_charge", "created[gte]", "7");
        assertThat(parameters.metadata()).containsExactly(entry("a", "1"));
        assertThat(Expansion.of(parameters)).isEqualTo(EnumSet.of(Expansion.LATEST_CHARGE));
        assertThat(parameters.integer("created[gte]")).hasValue(7);
        assertThat(parameters.integer("created[lte]")).isEmpty();
    }

    @Test
    void orderDoesNotChangeTheFingerprint() {
        assertThat(Account.parameters("a", "1", "b", "2").fingerprint())
                .isEqualTo(Account.parameters("b", "2", "a", "1").fingerprint())
                .isNotEqualTo(Account.parameters("a", "1", "b", "3").fingerprint());
    }

    @Test
    void malformedValuesAreRefused() {
        assertThatThrownBy(() -> Account.parameters("off_session", "yes").flag("off_session"))
                .isInstanceOf(StripeRefusal.class)
                .hasMessage("Invalid boolean: yes");
        assertThatThrownBy(() -> Expansion.of(Account.parameters("expand[]", "nothing")))
                .isInstanceOf(StripeRefusal.class)
                .hasMessage("This property cannot be expanded (nothing).");
        assertThatThrownBy(
                        () -> Account.parameters("metadata[a]", "v".repeat(501)).metadata())
                .isInstanceOf(StripeRefusal.class)
                .hasMessage("Invalid metadata: a is too long");
    }
}
