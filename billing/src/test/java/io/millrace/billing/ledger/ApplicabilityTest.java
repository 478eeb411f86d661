package io.millrace.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Trials;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ApplicabilityTest {
    private static Applicability models(String... patterns) {
        return new Applicability(List.of(patterns), List.of(), List.of());
    }

    @Test
    void askingNothingPaysForEverything() {
        assertThat(Applicability.ANY.isAny()).isTrue();
        assertThat(Applicability.ANY.covers("openai", "gpt-5", null)).isTrue();
        assertThat(models("*").isAny()).isFalse();
    }

    @Test
    void oneEntryOfEachListMustFit() {
        Applicability asked = new Applicability(List.of("gpt-*", "o3"), List.of("openai", "azure"), List.of("chat"));
        assertThat(asked.covers("openai", "gpt-5", "chat")).isTrue();
        assertThat(asked.covers("azure", "o3", "chat")).isTrue();
        assertThat(asked.covers("other", "gpt-5", "chat")).isFalse();
        assertThat(asked.covers("openai", "o3-mini", "chat")).isFalse();
        assertThat(asked.covers("openai", "gpt-5", "search")).isFalse();
        assertThat(asked.covers("openai", "gpt-5", null)).isFalse();
    }

    @Test
    void aStarStandsForAnyCharacters() {
        assertThat(models("claude-*-4*").covers("a", "claude-opus-4", null)).isTrue();
        assertThat(models("claude-*-4*").covers("a", "claude-opus-4-20260101", null))
                .isTrue();
        assertThat(models("claude-*-4*").covers("a", "claude-opus-3", null)).isFalse();
        assertThat(models("gpt.5").covers("a", "gpt-5", null))
                .as("no regular expression")
                .isFalse();
    }

    @Test
    void patternsFitAsRegularExpressionsWould() {
        Trials.run(3_000, random -> {
            String pattern = text(random, "ab*");
            String text = text(random, "ab");
            String regex = pattern.replace("*", ".*");
            assertThat(models(pattern + "b").covers("p", text, null))
                    .as("%s on %s", pattern + "b", text)
                    .isEqualTo(Pattern.matches(regex + "b", text));
        });
    }

    private static String text(RandomGenerator random, String letters) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(9); i >= 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void aPatternOfManyStarsIsDecidedSoon() {
        assertThat(models("*a".repeat(120) + "b").covers("p", "a".repeat(256), null))
                .isFalse();
    }

    @Test
    void blanksAndTooManyEntriesAreRefused() {
        assertThatThrownBy(() -> models(" ")).hasMessage("grant models:   (expected: 1 to 256 characters each)");
        assertThatThrownBy(() -> new Applicability(List.of(), Collections.nCopies(51, "p"), List.of()))
                .hasMessage("grant providers: 51 entries (expected: at most 50)");
    }
}
