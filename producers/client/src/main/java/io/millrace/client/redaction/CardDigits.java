package io.millrace.client.redaction;

/**
 * The digits of a number that may be a card's: how many, the first six, and both of Luhn's sums, since which digits are
 * doubled is known only at the end. Not thread-safe.
 */
final class CardDigits {
    private static final int LENGTH_MIN = 13;
    private static final int LENGTH_MAX = 19;
    private static final int PREFIX_LENGTH = 6;

    private int length;
    private int prefix;
    /** Luhn's sum when the digits at even places (from 0) are doubled, and when those at odd places are. */
    private int sumEvenDoubled;

    private int sumOddDoubled;

    /** False when the number is longer than any card's. */
    boolean add(char c) {
        if (length == LENGTH_MAX) {
            return false;
        }
        int digit = c - '0';
        int doubled = digit > 4 ? 2 * digit - 9 : 2 * digit;
        boolean even = length % 2 == 0;
        sumEvenDoubled += even ? doubled : digit;
        sumOddDoubled += even ? digit : doubled;
        if (length < PREFIX_LENGTH) {
            prefix = prefix * 10 + digit;
        }
        length++;
        return true;
    }

    boolean valid() {
        if (length < LENGTH_MIN || !issued()) {
            return false;
        }
        return (length % 2 == 0 ? sumEvenDoubled : sumOddDoubled) % 10 == 0;
    }

    /** Prefixes and lengths as the card networks publish them. */
    private boolean issued() {
        int two = prefix / 10_000;
        int three = prefix / 1_000;
        int four = prefix / 100;
        boolean visa = two / 10 == 4 && (length == 13 || length == 16 || length == 19);
        boolean mastercard = length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean diners =
                length >= 14 && (two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305) || four == 3095);
        boolean discover = length >= 16 && (four == 6011 || (three >= 644 && three <= 649) || two == 65);
        boolean jcb = length >= 16 && four >= 3528 && four <= 3589;
        boolean unionPay = length >= 16 && two == 62;
        boolean mir = length >= 16 && four >= 2200 && four <= 2204;
        return visa || mastercard || amex || diners || discover || jcb || unionPay || mir || maestro(two, four);
    }

    private static boolean maestro(int two, int four) {
        return two == 50 || (two >= 56 && two <= 58) || two == 67 || four == 6304 || four == 6390;
    }
}
