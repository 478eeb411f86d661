package io.millrace.client.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CleanTextsTest {
    private final CleanTexts known = new CleanTexts();

    @Test
    void knowsOnlyWhatWasAdded() {
        Trials.run(20, random -> {
            CleanTexts texts = new CleanTexts();
            Set<String> added = new HashSet<>();
            for (int step = 0; step < 5_000; step++) {
                String text = "text-" + random.nextInt(4_000);
                if (random.nextBoolean()) {
                    texts.add(text);
                    added.add(text);
                    assertThat(texts.has(text)).isTrue();
                } else if (texts.has(text)) {
                    assertThat(added).contains(text);
                }
            }
        });
    }

    @Test
    void textsWithOneHashAreToldApart() {
        known.add("Aa");
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(known.has("BB")).isFalse();
        known.add("BB");
        assertThat(known.has("BB")).isTrue();
        assertThat(known.has("Aa")).isFalse();
    }

    @Test
    void longTextsAreNotKept() {
        known.add("a".repeat(65));
        assertThat(known.has("a".repeat(65))).isFalse();
    }

    @Test
    void aSecretIsFoundAgainHoweverOftenItComes() {
        Redactor redactor = Redactor.standard();
        String secret = "AKIA" + "ABCDEFGHIJKLMNOP";
        for (int i = 0; i < 3; i++) {
            assertThat(redactor.isClean("gpt-4o")).isTrue();
            assertThat(redactor.isClean(secret)).isFalse();
        }
    }
}
