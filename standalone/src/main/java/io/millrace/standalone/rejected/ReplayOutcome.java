package io.millrace.standalone.rejected;

/** What became of one refusal in a replay, in order of precedence. */
public enum ReplayOutcome {
    /** Refused before Kafka: there is no topic to send it to. */
    NO_SOURCE("it was refused before it reached Kafka"),
    /** Too large to be kept with the refusal. */
    NOT_KEPT("its bytes were too large to be kept"),
    /** A replay of it is in its topic. */
    REPLAYED_BEFORE("it was replayed before"),
    /** Its topic keeps the newest value of a key, and has a newer one than this. */
    SUPERSEDED("a newer value of its key was written"),
    /** Older than its topic keeps records, so whether it was replayed before cannot be seen any more. */
    TOO_OLD("its topic no longer tells whether it was replayed before; --again does it anyway"),
    /** Its bytes are in its topic again. */
    REPLAYED("replayed");

    private final String words;

    ReplayOutcome(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /** Whether the record is where it should be. */
    public boolean isDone() {
        return this == REPLAYED || this == REPLAYED_BEFORE;
    }
}
