package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.config.Secret;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyHashesTest {
    private static final Secret OLD = new Secret("o".repeat(32));
    private static final Secret NEW = new Secret("n".repeat(32));
    private final KeyText key = KeyText.generate(new SecureRandom());

    @Test
    void aKeyIsReadAsItWasMadeAndPrintsWithoutItsSecret() {
        assertThat(KeyText.parse(key.text().reveal())).contains(key);
        assertThat(key.toString())
                .contains(key.prefix())
                .doesNotContain(key.text().reveal());
        assertThat(KeyText.parse(key.text().reveal() + "A")).isEmpty();
        assertThat(KeyText.parse("")).isEmpty();
    }

    @Test
    void whileAPepperIsRolledKeysOfBothAreKnown() {
        byte[] before = new KeyHashes(List.of(OLD)).hash(key);
        KeyHashes rolling = new KeyHashes(List.of(NEW, OLD));
        assertThat(rolling.matches(key, before)).isTrue();
        assertThat(rolling.matches(key, rolling.hash(key))).isTrue();
        assertThat(rolling.hash(key)).isEqualTo(new KeyHashes(List.of(NEW)).hash(key));
        assertThat(new KeyHashes(List.of(NEW)).matches(key, before)).isFalse();
        assertThat(rolling.matches(KeyText.generate(new SecureRandom()), before))
                .isFalse();
    }

    @Test
    void aPepperThatCouldBeGuessedIsRefused() {
        assertThatThrownBy(() -> new KeyHashes(List.of(new Secret("hidden"))))
                .hasMessage("key pepper: 6 characters (expected: at least 32, drawn at random)");
    }
}
