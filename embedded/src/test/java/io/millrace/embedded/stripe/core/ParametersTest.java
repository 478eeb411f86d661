package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    @Test
    void nestedNamesAreRead() {
        Parameters parameters = Account.parameters(
                "metadata[a]", "1", "metadata[gone]", "", "expand[0]", "data.latest_charge", "created[gte]", "7");
        assertThat(parameters.metadata()).containsExactly(entry("a", "1"));
        assertThat(parameters.list(Parameters.EXPAND)).containsExactly("data.latest_charge");
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
        assertThatThrownBy(() -> Account.parameters("reason", "none").oneOf("reason", "duplicate", "fraudulent"))
                .isInstanceOf(StripeRefusal.class)
                .hasMessage("Invalid reason: must be one of duplicate, fraudulent");
        assertThatThrownBy(
                        () -> Account.parameters("metadata[a]", "v".repeat(501)).metadata())
                .isInstanceOf(StripeRefusal.class)
                .hasMessage("Invalid metadata: a is too long");
    }

    @Test
    void namesInsideOfOthersAreUnknownToo() {
        String[] allowed = {"a", "items[][price]", "card[token]", "metadata[*]"};
        Account.parameters(
                        "a", "1", "items[0][price]", "p", "items[][price]", "p", "card[token]", "t", "metadata[x]", "1")
                .allow(allowed);
        for (String unknown :
                List.of("b", "a[b]", "items[0]", "items[0][prize]", "card", "card[x]", "metadata[a][b]")) {
            assertThatThrownBy(() -> Account.parameters(unknown, "1").allow(allowed))
                    .isInstanceOfSatisfying(StripeRefusal.class, refused -> {
                        assertThat(refused.error().code()).isEqualTo("parameter_unknown");
                        assertThat(refused.error().param()).isEqualTo(unknown);
                        assertThat(refused.executed()).isFalse();
                    });
        }
    }

    @Test
    void metadataIsMergedAndEmptyValuesTakeAway() {
        var old = Map.of("a", "1", "b", "2");
        assertThat(Account.parameters("metadata[b]", "", "metadata[c]", "3").metadataOver(old))
                .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "c", "3"));
        assertThat(Account.parameters("p[metadata][x]", "9").metadata("p[metadata]"))
                .containsExactly(entry("x", "9"));
    }
}
