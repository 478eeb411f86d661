package io.millrace.client.redaction;

/** PEM private keys (RFC 7468 and OpenPGP): from the line that begins one to the line that ends it, or all that follows. */
final class PrivateKeys {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LABEL_MAX = 40;

    private PrivateKeys() {}

    static long at(String text, int start) {
        if (!text.startsWith(BEGIN, start)) {
            return Match.NONE;
        }
        int label = start + BEGIN.length();
        int labelEnd = text.indexOf(DASHES, label);
        if (labelEnd < 0 || labelEnd - label > LABEL_MAX || !isPrivate(text, label, labelEnd)) {
            return Match.NONE;
        }
        int footer = text.indexOf(END, labelEnd);
        int footerEnd = footer < 0 ? -1 : text.indexOf(DASHES, footer + END.length());
        return Match.of(Rule.PRIVATE_KEY, start, footerEnd < 0 ? text.length() : footerEnd + DASHES.length());
    }

    private static boolean isPrivate(String text, int label, int labelEnd) {
        String words = text.substring(label, labelEnd);
        return words.endsWith("PRIVATE KEY") || words.endsWith("PRIVATE KEY BLOCK");
    }
}
