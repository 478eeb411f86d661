package io.millrace.client.redaction;

import java.util.List;

/**
 * The prefilter: what two neighbouring characters may be the beginning (or the operator) of, by one look into a table. Most
 * pairs are of nothing.
 */
final class Triggers {
    static final int NOTHING = 0;
    /** A digit behind something else. */
    static final int DIGITS = 1;
    /** Two slashes. */
    static final int SLASHES = 2;
    /** Two dashes. */
    static final int DASHES = 3;

    static final int JWT = 4;
    /** Equals sign or colon behind what may end the name of a secret. */
    static final int ASSIGNMENT = 5;
    /** The beginning of Bearer or Basic. */
    static final int AUTHORIZATION = 6;
    /** The beginning of a vendor's name whose keys have no form of their own. */
    static final int VENDOR = 7;
    /** The middle of an Entra client secret. */
    static final int TILDE = 8;
    /** The middle of the issuer's mark in an Azure key. */
    static final int AZURE_MARK = 9;
    /** This and above: a group of {@link TokenFormats}. */
    static final int FIRST_GROUP = 10;

    private static final int BITS = 7;
    private static final int ASCII = 1 << BITS;
    private static final byte[] TABLE = table();

    private Triggers() {}

    static int of(char first, char second) {
        return (first | second) < ASCII ? TABLE[(first << BITS) | second] : wide(second);
    }

    /** The first of a text has nothing before it; what is not ASCII counts as that. */
    private static int wide(char second) {
        return second < ASCII ? TABLE[second] : NOTHING;
    }

    private static byte[] table() {
        byte[] table = new byte[ASCII * ASCII];
        for (char first = 0; first < ASCII; first++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                if (!DigitGroups.isDigit(first)) {
                    put(table, first, digit, DIGITS);
                }
            }
            if (SecretNames.mayEnd(first)) {
                put(table, first, '=', ASSIGNMENT);
                put(table, first, ':', ASSIGNMENT);
            }
        }
        put(table, '/', '/', SLASHES);
        put(table, '-', '-', DASHES);
        put(table, 'e', 'y', JWT);
        put(table, 'Q', '~', TILDE);
        put(table, 'Q', 'Q', AZURE_MARK);
        putAnyCase(table, List.of("be", "ba"), AUTHORIZATION);
        putAnyCase(table, VendorContext.PAIRS, VENDOR);
        for (int group = 0; group < TokenFormats.PAIRS.size(); group++) {
            String pair = TokenFormats.PAIRS.get(group);
            put(table, pair.charAt(0), pair.charAt(1), FIRST_GROUP + group);
        }
        return table;
    }

    private static void putAnyCase(byte[] table, List<String> pairs, int trigger) {
        for (String pair : pairs) {
            char first = pair.charAt(0);
            char second = pair.charAt(1);
            put(table, first, second, trigger);
            put(table, Character.toUpperCase(first), second, trigger);
            put(table, first, Character.toUpperCase(second), trigger);
            put(table, Character.toUpperCase(first), Character.toUpperCase(second), trigger);
        }
    }

    private static void put(byte[] table, char first, char second, int trigger) {
        int place = (first << BITS) | second;
        // "r8_" begins with a pair that is a digit's too: whoever finds no token there looks for a number.
        boolean digitOfToken = table[place] == DIGITS && Alphabet.has(Alphabet.LETTER, first);
        if (table[place] != NOTHING && !digitOfToken) {
            throw new IllegalStateException("trigger " + first + second + ": taken (expected: one meaning)");
        }
        table[place] = (byte) trigger;
    }
}
