package io.millrace.schemas.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.Trials;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The hand-written checks against the patterns they stand for. */
class RequireTest {
    /** No surrogate outside a pair, no control. */
    private static final String PLAIN = "(?:[^\\p{Cc}\\uD800-\\uDFFF]|[\\x{10000}-\\x{10FFFF}])";

    private static final Pattern PSEUDONYM = Pattern.compile("[A-Za-z0-9_-]{1,16}\\.[A-Za-z0-9_-]{22}");
    private static final Pattern ERROR_TYPE = Pattern.compile("[A-Za-z0-9_.$:/-]{1,128}");
    private static final String EDGES = "aZ09_-.$:/|@ ~\u0000\n\u001F\u007F\u0080\u009F\u00A0\u00E9\u4E2D\uD83D\uDE00";

    @Test
    void identifierIsWhatThePatternSays() {
        Pattern plain = Pattern.compile(PLAIN + "+", Pattern.DOTALL);
        Predicate<String> expected = text -> text.length() <= Require.IDENTIFIER_LENGTH_MAX
                && plain.matcher(text).matches();
        agrees(300, expected, text -> Require.identifier("thing", text));
    }

    @Test
    void workspaceIdIsWhatThePatternSays() {
        Pattern plain = Pattern.compile(PLAIN + "+", Pattern.DOTALL);
        Predicate<String> expected = text -> text.length() <= Require.WORKSPACE_LENGTH_MAX
                && plain.matcher(text).matches()
                && !text.contains("|")
                && !text.contains("/");
        agrees(140, expected, text -> Require.workspaceId("thing", text));
    }

    @Test
    void errorTypeIsWhatThePatternSays() {
        agrees(140, text -> ERROR_TYPE.matcher(text).matches(), text -> Require.errorTypeOrNull("thing", text));
    }

    @Test
    void pseudonymIsWhatThePatternSays() {
        agrees(45, text -> PSEUDONYM.matcher(text).matches(), text -> Require.pseudonymOrNull("thing", text));
        Trials.run(2_000, random -> {
            String text = base64(random, random.nextInt(19)) + "." + base64(random, 20 + random.nextInt(4));
            assertThat(Require.isPseudonym(text))
                    .as(text)
                    .isEqualTo(PSEUDONYM.matcher(text).matches());
        });
    }

    @Test
    void lengthInUtf8IsThatOfTheEncoder() {
        Trials.run(5_000, random -> {
            String text = text(random, random.nextInt(40));
            assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        });
    }

    @Test
    void whatMayNameAPersonIsNotRepeated() {
        String name = "jane.doe" + "@example.org";
        refused(() -> Require.pseudonymOrNull("usage.attribution.user_pseudonym", name))
                .hasMessage("usage.attribution.user_pseudonym: 20 characters"
                        + " (expected: <key id>.<22 base64url characters>)");
        refused(() -> Require.errorTypeOrNull("usage.result.error_type", "no user " + name))
                .hasMessage("usage.result.error_type: 28 characters"
                        + " (expected: 1 to 128 of letters, digits and _ . $ : / -)");
        refused(() -> Require.identifier("usage.attribution.team_id", "Dear Sir,\n" + name))
                .hasMessage("usage.attribution.team_id: 30 characters"
                        + " (expected: 1 to 256 characters without controls)");
        refused(() -> Require.note("rejected.detail", "\u0000", 5))
                .hasMessage("rejected.detail: 1 characters (expected: 0 to 5 characters without controls)");
    }

    @Test
    void numbersAreHeldToBothEnds() {
        assertThat(Require.between("thing", 1, 1, 5)).isEqualTo(1);
        assertThat(Require.between("thing", 5, 1, 5)).isEqualTo(5);
        refused(() -> Require.between("thing", 0, 1, 5)).hasMessage("thing: 0 (expected: 1 to 5)");
        refused(() -> Require.between("thing", 6, 1, 5)).hasMessage("thing: 6 (expected: 1 to 5)");
        refused(() -> Require.atLeast("thing", 0, 1)).hasMessage("thing: 0 (expected: >= 1)");
        assertThat(Require.betweenOrNull("thing", null, 1, 5)).isNull();
        refused(() -> Require.instant("thing", -1)).hasMessageStartingWith("thing: -1 (expected: 0 to ");
        refused(() -> Require.instant("thing", Long.MAX_VALUE)).hasMessageStartingWith("thing: " + Long.MAX_VALUE);
    }

    private static void agrees(int lengthMax, Predicate<String> expected, java.util.function.Consumer<String> check) {
        Trials.run(5_000, random -> {
            boolean valid = random.nextInt(3) != 0;
            int length = random.nextInt(lengthMax + 1);
            String text = valid ? base64(random, length) : text(random, random.nextInt(8)) + base64(random, length);
            boolean accepted = true;
            try {
                check.accept(text);
            } catch (IllegalArgumentException e) {
                accepted = false;
            }
            assertThat(accepted).as(text).isEqualTo(expected.test(text));
        });
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(EDGES.charAt(random.nextInt(EDGES.length())));
        }
        return text.toString();
    }

    private static String base64(RandomGenerator random, int length) {
        String letters = "abcxyzABCXYZ0189-_";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
