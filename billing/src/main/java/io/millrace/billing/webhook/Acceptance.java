package io.millrace.billing.webhook;

/** The answer to one delivery of a webhook. */
public sealed interface Acceptance {
    /** The HTTP status to answer with. */
    int status();

    /** Kept for good; it is worked on later. */
    record Accepted(String eventId) implements Acceptance {
        @Override
        public int status() {
            return 200;
        }
    }

    /** Known already; the sender may stop. */
    record Duplicate(String eventId) implements Acceptance {
        @Override
        public int status() {
            return 200;
        }
    }

    /**
     * Nothing was kept.
     *
     * @param status 400, or 413 for a body that is too large
     * @param code stable, upper snake case
     * @param message {@code <thing>: <value> (expected: <rule>)}
     */
    record Refused(int status, String code, String message) implements Acceptance {}
}
