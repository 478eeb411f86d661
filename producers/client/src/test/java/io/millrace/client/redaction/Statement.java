package io.millrace.client.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rule promises, said a second time: slow and simple, mostly one regular expression. It shares nothing with the
 * matchers but the letters of its rule.
 *
 * @param spans every place in a text, those that overlap too
 */
record Statement(Rule rule, Function<String, List<Span>> spans) {
    /**
     * Where a secret stands: [start, end).
     *
     * @param context where that begins by which it is told, such as its name; at most its start
     */
    record Span(int context, int start, int end) {
        Span(int start, int end) {
            this(start, start, end);
        }

        boolean sameAs(Span other) {
            return start == other.start && end == other.end;
        }
    }

    /** The group {@code s} of the expression is the secret. */
    static Statement of(Rule rule, String regex) {
        return of(rule, regex, (text, matcher) -> true);
    }

    /** With a condition that no expression states well. */
    static Statement of(Rule rule, String regex, BiPredicate<String, Matcher> condition) {
        Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
        return new Statement(rule, text -> find(pattern, text, condition));
    }

    private static List<Span> find(Pattern pattern, String text, BiPredicate<String, Matcher> condition) {
        List<Span> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from <= text.length() && matcher.find(from)) {
            if (condition.test(text, matcher)) {
                spans.add(new Span(matcher.start(), matcher.start("s"), matcher.end("s")));
            }
            from = matcher.start() + 1;
        }
        return spans;
    }
}
