package io.millrace.client.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The matchers against the statements, over seeded random texts: what is found is a secret by the statement of its rule, to the
 * character, and what a statement calls a secret is found, unless another secret holds its beginning or its name.
 */
final class StatementsTest {
    private static final int TEXTS = Integer.getInteger("millrace.texts", 4_000);
    private static final long SEED = Long.getLong("millrace.seed", 20_261_121L);
    /** Told by what stands before them: a form that is known by itself gives the better name. */
    private static final Set<Rule> GENERAL = EnumSet.of(
            Rule.NAMED_SECRET,
            Rule.AUTHORIZATION,
            Rule.OPENAI_KEY,
            Rule.MISTRAL_KEY,
            Rule.COHERE_KEY,
            Rule.AZURE_KEY,
            Rule.AZURE_CLIENT_SECRET,
            Rule.AWS_SECRET_KEY);

    private record Find(Rule rule, Statement.Span span) {}

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONTENT", "OVERSIZE"})
    void findsWhatTheStatementSaysAndNothingElse(Rule rule) {
        int texts = 0;
        int found = 0;
        int clean = 0;
        RandomGenerator random = new SplittableRandom(SEED + rule.id().hashCode());
        NearMisses nearMisses = new NearMisses(random);
        while (texts++ < TEXTS) {
            String text = nearMisses.text(rule);
            List<Find> finds = finds(text);
            finds.forEach(find -> assertStated(text, find, finds));
            assertFound(text, rule, finds);
            found += finds.stream().anyMatch(find -> find.rule == rule) ? 1 : 0;
            clean += finds.isEmpty() ? 1 : 0;
        }
        // Neither side of the comparison may be empty.
        assertThat(found).as("texts with a find, seed %d", SEED).isBetween(TEXTS / 10, TEXTS * 9 / 10);
        assertThat(clean).as("texts without, seed %d", SEED).isGreaterThan(TEXTS / 20);
    }

    private static void assertStated(String text, Find find, List<Find> finds) {
        boolean stated = spans(find.rule, text).stream()
                .anyMatch(span -> span.sameAs(find.span) || restOf(span, find.span, finds));
        assertThat(stated).as("stated: %s in <%s>, seed %d", find, text, SEED).isTrue();
    }

    /** What the secret before has left of one that began within it. */
    private static boolean restOf(Statement.Span whole, Statement.Span rest, List<Find> finds) {
        return whole.end() == rest.end()
                && whole.start() < rest.start()
                && finds.stream().anyMatch(before -> before.span.end() == rest.start());
    }

    private static void assertFound(String text, Rule rule, List<Find> finds) {
        for (Statement.Span span : spans(rule, text)) {
            boolean found = finds.stream().anyMatch(find -> stands(rule, span, find));
            assertThat(found)
                    .as("found: %s %s in <%s>, seed %d; found %s", rule, span, text, SEED, finds)
                    .isTrue();
        }
    }

    /** True when the find is the secret, or holds its beginning or the name by which it is told. */
    private static boolean stands(Rule rule, Statement.Span span, Find find) {
        if (find.span.start() == span.start()) {
            boolean same = find.rule == rule && find.span.end() == span.end();
            return same || find.span.end() > span.end() || GENERAL.contains(rule);
        }
        // The id of an access key is the context of its secret, and found beside it.
        boolean context = rule == Rule.AWS_SECRET_KEY && find.rule == Rule.AWS_ACCESS_KEY_ID;
        return !context && find.span.start() < span.start() && find.span.end() > span.context();
    }

    private static List<Statement.Span> spans(Rule rule, String text) {
        return Statements.of(rule).stream()
                .flatMap(statement -> statement.spans().apply(text).stream())
                .toList();
    }

    private static List<Find> finds(String text) {
        List<Find> finds = new ArrayList<>();
        long match = SecretFinder.next(text, 0);
        while (match != Match.NONE) {
            finds.add(new Find(Match.rule(match), new Statement.Span(Match.start(match), Match.end(match))));
            match = SecretFinder.next(text, Match.end(match));
        }
        return finds;
    }
}
