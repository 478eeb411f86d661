package io.millrace.client.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PseudonymKeyRingTest {
    @Test
    void readsKeysOfEitherAlphabetAndPutsTheCurrentOneFirst() {
        String urlAlphabet = Keys.base64(240, 16).replace('+', '-').replace('/', '_');
        PseudonymKeyRing ring = PseudonymKeyRing.from(Map.of(
                "pseudonym.keys",
                "k1:" + Keys.base64(0, 32) + ", k2 : " + Keys.base64(100, 16) + ",k3:" + urlAlphabet,
                "pseudonym.current",
                "k2"));
        assertThat(ring.keys()).extracting(PseudonymKey::id).containsExactly("k2", "k1", "k3");
        assertThat(ring.current()).isSameAs(ring.keys().get(0));
        assertThat(new Pseudonymizer(ring).everyUser("acme", "jane"))
                .isEqualTo(new Pseudonymizer(PseudonymKeyRing.of(
                                Keys.key("k2", 100, 16), Keys.key("k1", 0, 32), Keys.key("k3", 240, 16)))
                        .everyUser("acme", "jane"));
    }

    @Test
    void allProblemsAreNamedAtOnceAndNoKeyIsShown() {
        String shown = Keys.base64(0, 15);
        assertThatThrownBy(() -> PseudonymKeyRing.from(Map.of(
                        "pseudonym.keys",
                        shown + ",k1:" + shown + ",k2:?" + shown + "," + shown + ":k3," + shown + ":" + shown,
                        "pseudonym.current",
                        shown,
                        "pseudonym.curent",
                        "k1")))
                .isInstanceOf(MillraceException.class)
                .hasMessageContainingAll(
                        "pseudonym.keys[0]: 20 characters (expected: <id>:<base64>)",
                        "pseudonym.keys[1]: pseudonym key k1: 15 bytes (expected: >= 16 bytes)",
                        "pseudonym.keys[2]: not base64 (expected: <id>:<base64>)",
                        "pseudonym.keys[3]: ",
                        "pseudonym.keys[4]: pseudonym key id: 20 characters (expected: 1 to 16 base64url characters)",
                        "pseudonym.current: no key's id (expected: one of [])",
                        "setting: pseudonym.curent (expected: a known one, such as pseudonym.current)")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(shown.substring(0, 8)));
    }

    @Test
    void missingAndEmptySettingsAreNamed() {
        assertThatThrownBy(() -> PseudonymKeyRing.from(Map.of()))
                .hasMessageContainingAll("pseudonym.keys: missing", "pseudonym.current: missing");
        assertThatThrownBy(() -> PseudonymKeyRing.from(Map.of("pseudonym.keys", "", "pseudonym.current", "k1")))
                .hasMessage("pseudonym.current: no key's id (expected: one of [])");
        assertThatThrownBy(() -> PseudonymKeyRing.from(
                        Map.of("pseudonym.keys", "k1:" + Keys.base64(0, 16), "pseudonym.current", "")))
                .hasMessage("pseudonym.current: empty (expected: the id of a key)");
    }

    @Test
    void idsAndBytesAreGivenOnce() {
        PseudonymKey key = Keys.key("k1", 0, 16);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PseudonymKeyRing.of(key, Keys.key("k1", 9, 16)))
                .withMessage("pseudonym key id: k1 (expected: given once)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PseudonymKeyRing.of(key, Keys.key("k2", 0, 16)))
                .withMessage("pseudonym key k2: bytes of k1 (expected: bytes of its own)");
        String bytes = Keys.base64(0, 16);
        assertThatThrownBy(() -> PseudonymKeyRing.from(
                        Map.of("pseudonym.keys", "k1:" + bytes + ",k2:" + bytes, "pseudonym.current", "k2")))
                .isInstanceOf(MillraceException.class)
                .hasMessage("pseudonym.keys: pseudonym key k1: bytes of k2 (expected: bytes of its own)");
    }

    @Test
    void keysAreCopiedCheckedAndNotPrinted() {
        byte[] bytes = Keys.bytes(0, 16);
        PseudonymKey key = PseudonymKey.of("k1", bytes);
        Pseudonymizer pseudonyms = new Pseudonymizer(PseudonymKeyRing.of(key));
        String before = pseudonyms.user("acme", "jane");
        bytes[0] = 1;
        assertThat(pseudonyms.user("acme", "jane")).isEqualTo(before);
        assertThat(key).hasToString("PseudonymKey[k1]");
        assertThat(PseudonymKeyRing.of(key, Keys.key("k0", 9, 16))).hasToString("PseudonymKeyRing[k1, k0]");
        assertThatIllegalArgumentException().isThrownBy(() -> Keys.key("k.1", 0, 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Keys.key("", 0, 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Keys.key("k".repeat(17), 0, 16));
        assertThatIllegalArgumentException().isThrownBy(() -> Keys.key("k1", 0, 15));
    }
}
