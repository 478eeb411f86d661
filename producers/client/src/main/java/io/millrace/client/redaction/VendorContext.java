package io.millrace.client.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Secrets without a form of their own: told by their exact length near the name of their issuer and a word such as key. The
 * word must stand between the name and the secret, so that ids and hashes that happen to be as long stay.
 */
final class VendorContext {
    private static final int REACH = 96;
    private static final int AWS_REACH = 64;
    /** Letters of the longest name. */
    private static final int NAME_MAX = 7;
    /** Between the word and the secret, with no other number in between. */
    private static final int KEYWORD_REACH = 16;

    /** Who issues keys of which length and alphabet. */
    private enum Vendor {
        MISTRAL("mistral", Rule.MISTRAL_KEY, Alphabet.ALPHANUMERIC, 32),
        COHERE("cohere", Rule.COHERE_KEY, Alphabet.ALPHANUMERIC, 40),
        AZURE("azure", Rule.AZURE_KEY, Alphabet.HEX, 32),
        AWS("aws", Rule.AWS_SECRET_KEY, Alphabet.BASE64, 40);

        private static final Vendor[] ALL = values();

        private final String word;
        private final Rule rule;
        private final int alphabet;
        private final int length;

        Vendor(String word, Rule rule, int alphabet, int length) {
            this.word = word;
            this.rule = rule;
            this.alphabet = alphabet;
            this.length = length;
        }
    }

    /** The first two letters of every name, in lower case. */
    static final List<String> PAIRS = List.of("mi", "co", "az", "aw");

    private VendorContext() {}

    /**
     * @param start where the name of a vendor may begin
     * @param from where the secret may begin
     */
    static long at(String text, int start, int from) {
        for (Vendor vendor : Vendor.ALL) {
            int end = start + vendor.word.length();
            if (text.regionMatches(/* ignoreCase= */ true, start, vendor.word, 0, vendor.word.length())) {
                return near(text, end, Math.min(text.length(), end + REACH), from, vendor, /* spoken= */ false);
            }
        }
        return Match.NONE;
    }

    /** The first secret at or behind a position whose vendor is named before it: another secret stood between the two. */
    static long spokenBefore(String text, int from) {
        long first = Match.NONE;
        for (int i = Math.max(1, from - REACH - NAME_MAX); i < from; i++) {
            if (Triggers.of(text.charAt(i - 1), text.charAt(i)) == Triggers.VENDOR) {
                first = SecretFinder.sooner(first, at(text, i - 1, from));
            }
        }
        return first;
    }

    /** The secret key shortly behind the id of an access key, as in a credentials file. */
    static long behindAccessKeyId(String text, int end) {
        return near(text, end, Math.min(text.length(), end + AWS_REACH), end, Vendor.AWS, /* spoken= */ true);
    }

    /** The whole value where its name is the vendor's and nothing more. */
    static long namedBy(String name, String value) {
        for (Vendor vendor : Vendor.ALL) {
            if (vendor.word.equalsIgnoreCase(name) && value.length() == vendor.length && fits(value, 0, vendor)) {
                return Match.of(vendor.rule, 0, value.length());
            }
        }
        return Match.NONE;
    }

    private static long near(String text, int end, int limit, int from, Vendor vendor, boolean spoken) {
        int spokenUntil = spoken ? limit : end;
        int position = end;
        while (position < limit && !(position > 0 && Rule.placeholderAt(text, position - 1))) {
            int next = Alphabet.end(text, position, limit, Alphabet.ALPHANUMERIC);
            int start = fits(text, position, vendor) ? position : behindEscape(text, position);
            if (start < spokenUntil && start >= from && fits(text, start, vendor)) {
                return Match.of(vendor.rule, start, start + vendor.length);
            }
            if (speaksOfSecret(text, position, next)) {
                spokenUntil = Math.max(spokenUntil, Math.min(limit, next + KEYWORD_REACH));
            } else if (!spoken && Alphabet.has(Alphabet.DIGIT, text.charAt(Math.max(position, next - 1)))) {
                spokenUntil = end;
            }
            position = next + 1;
        }
        return Match.NONE;
    }

    /** The position behind the escape that ends shortly behind a backslash or percent sign, else the position itself. */
    private static int behindEscape(String text, int position) {
        char before = position == 0 ? 0 : text.charAt(position - 1);
        int end = before == '\\' ? position + 1 : before == '%' ? position + 2 : position;
        return end > position && Boundary.escapeEnds(text, end) ? end : position;
    }

    /** True when a word of secrets is in the piece: "key" in "apikey" too. */
    private static boolean speaksOfSecret(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            String word = secretWord(text.charAt(i));
            if (word != null && text.regionMatches(/* ignoreCase= */ true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String secretWord(char first) {
        return switch (first) {
            case 'k', 'K' -> "key";
            case 's', 'S' -> "secret";
            case 't', 'T' -> "token";
            case 'p', 'P' -> "password";
            case 'c', 'C' -> "credential";
            default -> null;
        };
    }

    private static boolean fits(String text, int start, Vendor vendor) {
        int limit = Math.min(text.length(), start + vendor.length + 1);
        int end = Alphabet.end(text, start, limit, vendor.alphabet);
        return end - start == vendor.length && Boundary.opens(text, start) && Shape.MIXED.fits(text, start, end);
    }
}
