package io.millrace.client.redaction;

import java.util.Set;
import java.util.function.Consumer;

/** Puts placeholders where secrets stand in a text. Thread-safe. */
final class TextCleaner {
    private final RedactionSettings settings;

    TextCleaner(RedactionSettings settings) {
        this.settings = settings;
    }

    /** The first match at or behind a position that is not allowed; what an allowed match spans is not looked at again. */
    long next(String text, int from, Set<Rule> allowed) {
        long match = SecretFinder.next(text, from);
        while (match != Match.NONE && allows(text, match, allowed)) {
            match = SecretFinder.next(text, Match.end(match));
        }
        return match;
    }

    /** The text with a placeholder for every match; the same instance where there is none. */
    String clean(String text, Set<Rule> allowed, Consumer<Rule> found) {
        long match = next(text, 0, allowed);
        if (match == Match.NONE) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        int copied = 0;
        while (match != Match.NONE) {
            Rule rule = Match.rule(match);
            found.accept(rule);
            cleaned.append(text, copied, Match.start(match)).append(rule.placeholder());
            copied = Match.end(match);
            match = next(text, copied, allowed);
        }
        return cleaned.append(text, copied, text.length()).toString();
    }

    private boolean allows(String text, long match, Set<Rule> allowed) {
        return allowed.contains(Match.rule(match))
                || (!settings.allowedValues().isEmpty()
                        && settings.allowsValue(text.substring(Match.start(match), Match.end(match))));
    }
}
