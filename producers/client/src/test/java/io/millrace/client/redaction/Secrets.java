package io.millrace.client.redaction;

import java.util.random.RandomGenerator;

/** Makes secrets at run time, so that none is in the tree, and texts that hold none. */
final class Secrets {
    static final String ALNUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    static final String HEX = "0123456789abcdef";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String[] WORDS = {
        "report",
        "weekly",
        "gpt-4.1-mini",
        "claude-sonnet-4-5",
        "eu-central-1",
        "2026-11-27T05:00:00Z",
        "max_tokens: 4096",
        "they",
        "basic questions",
        "bearer of news",
        "+49 151 12345678",
        "550e8400-e29b-41d4-a716-446655440000",
        "4bf92f3577b34da6a3ce929d0e0e4736",
        "https://example.com:8443/path?x=1",
        "naïve",
        "\ud83d\ude00",
        "task-force",
        "gpt-5-sk-preview-edition-long",
        "1,234,567.89",
        "cohere",
        "mistral-large",
        "azure",
        "aws",
        "10.0.0.1:8080"
    };

    private final RandomGenerator random;

    Secrets(RandomGenerator random) {
        this.random = random;
    }

    /** Characters from an alphabet, with at least one letter and one digit among the first eight. */
    String from(String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        if (length >= 8) {
            text.setCharAt(2, letters.charAt(letters.indexOf('7')));
            text.setCharAt(5, letters.indexOf('b') >= 0 ? 'b' : 'B');
        }
        return text.toString();
    }

    /** The body of a format: every character is of every alphabet that could hold it. */
    String body(TokenFormat format, int length) {
        return switch (format.alphabet()) {
            case Alphabet.HEX -> from(HEX, length);
            case Alphabet.BASE32 -> from(BASE32, length);
            default -> from(ALNUM, length);
        };
    }

    String token(TokenFormat format, int length) {
        return format.prefix() + body(format, length);
    }

    String jwt() {
        return "ey" + "J" + from(ALNUM, 20) + ".ey" + "J" + from(ALNUM, 30) + "." + from(ALNUM, 43);
    }

    /** A number with a right check digit. */
    String card(String prefix, int length) {
        StringBuilder digits = new StringBuilder(prefix);
        while (digits.length() < length - 1) {
            digits.append(random.nextInt(10));
        }
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled / 10 + doubled % 10;
        }
        return digits.append((10 - sum % 10) % 10).toString();
    }

    String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    String pem(String label) {
        String dashes = "-".repeat(5);
        return dashes + "BEGIN " + label + dashes + "\n" + from(ALNUM, 64) + "\n" + from(ALNUM, 40) + "==\n" + dashes
                + "END " + label + dashes;
    }
}
