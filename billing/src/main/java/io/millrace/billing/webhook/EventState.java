package io.millrace.billing.webhook;

/** Where a stored event stands. */
public enum EventState {
    /** Not done yet; the one state that is not final. */
    PENDING,
    APPLIED,
    UNCHANGED,
    /** About an object that is none of ours. */
    IGNORED_FOREIGN,
    /** Of a type that billing does not act on. */
    IGNORED_TYPE,
    /** Given up: a person must look. */
    DEAD;

    static EventState of(EventEffect.Result result) {
        return switch (result) {
            case APPLIED -> APPLIED;
            case UNCHANGED -> UNCHANGED;
            case FOREIGN -> IGNORED_FOREIGN;
        };
    }
}
