package io.millrace.client.redaction;

/** What the characters of a token must be like, so that words and names are not taken for one. */
enum Shape {
    ANY,
    /** At least one digit and one letter. */
    MIXED,
    /** Ten or more letters and digits in one piece, both among them: not words joined by dashes. */
    MIXED_RUN;

    private static final int RUN_MIN = 10;

    boolean fits(String text, int start, int end) {
        return switch (this) {
            case ANY -> true;
            case MIXED -> longestMixedRun(text, start, end, Alphabet.TOKEN68) > 0;
            case MIXED_RUN -> longestMixedRun(text, start, end, Alphabet.ALPHANUMERIC) >= RUN_MIN;
        };
    }

    /** Length of the longest piece within an alphabet that has a digit and a letter; 0 where none has. */
    private static int longestMixedRun(String text, int start, int end, int alphabet) {
        int longest = 0;
        int position = start;
        while (position < end) {
            int runEnd = Alphabet.end(text, position, end, alphabet);
            if (runEnd - position > longest && mixed(text, position, runEnd)) {
                longest = runEnd - position;
            }
            position = runEnd + 1;
        }
        return longest;
    }

    private static boolean mixed(String text, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end && !(digit && letter); i++) {
            digit |= Alphabet.has(Alphabet.DIGIT, text.charAt(i));
            letter |= Alphabet.has(Alphabet.LETTER, text.charAt(i));
        }
        return digit && letter;
    }
}
