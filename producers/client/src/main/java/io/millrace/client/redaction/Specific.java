package io.millrace.client.redaction;

/** The rules that know a secret by its own beginning, wherever it stands. */
final class Specific {
    private Specific() {}

    /** The token, JSON web token or private key that begins at the position. */
    static long at(String text, int start) {
        if (start + 1 >= text.length()) {
            return Match.NONE;
        }
        int trigger = Triggers.of(text.charAt(start), text.charAt(start + 1));
        return switch (trigger) {
            case Triggers.JWT -> Jwt.at(text, start);
            case Triggers.DASHES -> PrivateKeys.at(text, start);
            default ->
                trigger >= Triggers.FIRST_GROUP
                        ? TokenFormats.at(text, start, trigger - Triggers.FIRST_GROUP)
                        : Match.NONE;
        };
    }
}
