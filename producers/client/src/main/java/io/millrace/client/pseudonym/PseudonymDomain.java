package io.millrace.client.pseudonym;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a pseudonym stands for. Each kind begins the message of the MAC with its own label, so that a user whose name is an
 * address does not share that address's pseudonym. The label's number changes when the message's layout does.
 */
enum PseudonymDomain {
    USER("millrace/user/1"),
    ADDRESS("millrace/address/1");

    private final String label;

    PseudonymDomain(String label) {
        this.label = label;
    }

    /** ASCII, without a NUL. */
    byte[] label() {
        return label.getBytes(US_ASCII);
    }
}
