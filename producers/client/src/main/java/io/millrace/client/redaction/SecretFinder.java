package io.millrace.client.redaction;

/**
 * Finds secrets in a text, from left to right: one pass of looks into the table of {@link Triggers}, and a matcher by hand
 * where it says so. A matcher that fails has read a bounded stretch, or one that no other trigger reads: the time is linear in the
 * length whatever the text is. Nothing is allocated. Pure.
 */
final class SecretFinder {
    private static final int ACCESS_KEY_ID_LENGTH = 20;

    private SecretFinder() {}

    /** The first match at or behind {@code from}, the end of the match before; {@link Match#NONE} where none is left. */
    static long next(String text, int from) {
        long match = scan(text, from);
        return from == 0
                ? match
                : sooner(sooner(VendorContext.spokenBefore(text, from), match), behindAccessKeyId(text, from));
    }

    /** The one that begins first, of two that begin together the one named first. */
    static long sooner(long one, long other) {
        boolean isOther = one == Match.NONE || (other != Match.NONE && Match.start(other) < Match.start(one));
        return isOther ? other : one;
    }

    private static long behindAccessKeyId(String text, int from) {
        long before = from < ACCESS_KEY_ID_LENGTH ? Match.NONE : Specific.at(text, from - ACCESS_KEY_ID_LENGTH);
        boolean accessKeyId =
                before != Match.NONE && Match.rule(before) == Rule.AWS_ACCESS_KEY_ID && Match.end(before) == from;
        return accessKeyId ? VendorContext.behindAccessKeyId(text, from) : Match.NONE;
    }

    /** A secret told by its vendor's name waits until no other is found between the two. */
    private static long scan(String text, int from) {
        int limit = text.length();
        long waiting = Match.NONE;
        char before = from == 0 ? 0 : text.charAt(from - 1);
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            int trigger = Triggers.of(before, c);
            before = c;
            long match = trigger == Triggers.NOTHING ? Match.NONE : probe(trigger, text, i);
            if (match == Match.NONE || Match.end(match) <= from) {
                continue;
            }
            if (trigger != Triggers.VENDOR) {
                return sooner(waiting, clip(match, from));
            }
            waiting = sooner(waiting, match);
            limit = Match.start(waiting) + 1;
        }
        return waiting;
    }

    /** @param second the position of the second character of the trigger */
    private static long probe(int trigger, String text, int second) {
        return switch (trigger) {
            case Triggers.DIGITS -> digits(text, second);
            case Triggers.ASSIGNMENT -> Assignments.at(text, second);
            case Triggers.SLASHES ->
                second >= 2 && text.charAt(second - 2) == ':' ? Credentials.inUrl(text, second + 1) : Match.NONE;
            case Triggers.DASHES -> PrivateKeys.at(text, second - 1);
            case Triggers.JWT -> Jwt.at(text, second - 1);
            case Triggers.AUTHORIZATION -> Credentials.authorization(text, second - 1);
            case Triggers.VENDOR -> VendorContext.at(text, second - 1, second);
            case Triggers.TILDE -> AzureSecrets.clientSecret(text, second - 1);
            case Triggers.AZURE_MARK -> AzureSecrets.key(text, second - 1);
            default -> token(text, second, trigger);
        };
    }

    /** Where the digits may be those of an escape such as %20, also behind it. */
    private static long digits(String text, int start) {
        long match = DigitGroups.at(text, start);
        int behind = start + 2;
        boolean escape = match == Match.NONE
                && behind < text.length()
                && DigitGroups.isDigit(text.charAt(behind))
                && Boundary.escapeEnds(text, behind);
        return escape ? DigitGroups.at(text, behind) : match;
    }

    /** A token; or a number behind an escape, where the two letters could be of both. */
    private static long token(String text, int second, int trigger) {
        long match = TokenFormats.at(text, second - 1, trigger - Triggers.FIRST_GROUP);
        boolean number = match == Match.NONE && DigitGroups.isDigit(text.charAt(second));
        return number ? DigitGroups.at(text, second) : match;
    }

    /** A mark in the middle may reach back into what the match before took. */
    private static long clip(long match, int from) {
        return Match.start(match) >= from ? match : Match.of(Match.rule(match), from, Match.end(match));
    }
}
