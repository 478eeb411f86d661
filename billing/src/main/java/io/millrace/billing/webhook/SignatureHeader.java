package io.millrace.billing.webhook;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The header {@code Stripe-Signature}: {@code t=<seconds>,v1=<hex>[,v1=<hex>…]}. Other schemes, such as v0, are passed over.
 *
 * @param seconds when it was signed, since the epoch, 0 or more
 * @param signatures of 32 bytes each; 1 to 8
 */
record SignatureHeader(long seconds, List<byte[]> signatures) {
    private static final int LENGTH_MAX = 2_048;
    private static final int SIGNATURES_MAX = 8;
    private static final int HEX_LENGTH = 64;
    /** Longer ones reach beyond the year 300,000. */
    private static final int TIME_DIGITS_MAX = 13;

    /** Empty where the header is malformed. */
    static Optional<SignatureHeader> read(String header) {
        if (header.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        List<byte[]> signatures = new ArrayList<>();
        String time = null;
        for (String item : header.split(",", -1)) {
            String part = item.strip();
            if (part.startsWith("t=")) {
                // Two times would let whoever forwards a header choose.
                if (time != null) {
                    return Optional.empty();
                }
                time = part.substring(2);
            } else if (part.startsWith("v1=")) {
                signature(part.substring(3)).ifPresent(signatures::add);
            }
        }
        return time == null || !isTime(time) || signatures.isEmpty() || signatures.size() > SIGNATURES_MAX
                ? Optional.empty()
                : Optional.of(new SignatureHeader(Long.parseLong(time), List.copyOf(signatures)));
    }

    private static boolean isTime(String text) {
        return !text.isEmpty()
                && text.length() <= TIME_DIGITS_MAX
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                // The signature covers the text: one number has one text.
                && (text.length() == 1 || text.charAt(0) != '0');
    }

    private static Optional<byte[]> signature(String hex) {
        boolean valid = hex.length() == HEX_LENGTH && hex.chars().allMatch(HexFormat::isHexDigit);
        return valid ? Optional.of(HexFormat.of().parseHex(hex)) : Optional.empty();
    }
}
