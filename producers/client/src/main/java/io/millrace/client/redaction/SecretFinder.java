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
        long secretKey = behindAccessKeyId(text, from);
        boolean sooner =
                match == Match.NONE || (secretKey != Match.NONE && Match.start(secretKey) < Match.start(match));
        return sooner ? secretKey : match;
    }

    private static long behindAccessKeyId(String text, int from) {
        long before = from < ACCESS_KEY_ID_LENGTH ? Match.NONE : Specific.at(text, from - ACCESS_KEY_ID_LENGTH);
        boolean accessKeyId =
                before != Match.NONE && Match.rule(before) == Rule.AWS_ACCESS_KEY_ID && Match.end(before) == from;
        return accessKeyId ? VendorContext.behindAccessKeyId(text, from) : Match.NONE;
    }

    private static long scan(String text, int from) {
        int length = text.length();
        char before = from == 0 ? 0 : text.charAt(from - 1);
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            int trigger = Triggers.of(before, c);
            before = c;
            if (trigger != Triggers.NOTHING) {
                long match = probe(trigger, text, i);
                if (match != Match.NONE && Match.end(match) > from) {
                    return clip(match, from);
                }
            }
        }
        return Match.NONE;
    }

    /** @param second the position of the second character of the trigger */
    private static long probe(int trigger, String text, int second) {
        return switch (trigger) {
            case Triggers.DIGITS -> DigitGroups.at(text, second);
            case Triggers.ASSIGNMENT -> Assignments.at(text, second);
            case Triggers.SLASHES ->
                second >= 2 && text.charAt(second - 2) == ':' ? Credentials.inUrl(text, second + 1) : Match.NONE;
            case Triggers.DASHES -> PrivateKeys.at(text, second - 1);
            case Triggers.JWT -> Jwt.at(text, second - 1);
            case Triggers.AUTHORIZATION -> Credentials.authorization(text, second - 1);
            case Triggers.VENDOR -> VendorContext.at(text, second - 1);
            case Triggers.TILDE -> AzureSecrets.clientSecret(text, second - 1);
            case Triggers.AZURE_MARK -> AzureSecrets.key(text, second - 1);
            default -> TokenFormats.at(text, second - 1, trigger - Triggers.FIRST_GROUP);
        };
    }

    /** A mark in the middle may reach back into what the match before took. */
    private static long clip(long match, int from) {
        return Match.start(match) >= from ? match : Match.of(Match.rule(match), from, Match.end(match));
    }
}
