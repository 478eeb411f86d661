package io.millrace.billing.webhook;

/**
 * What one family of events leads to. Implementations are thread-safe, fetch the object by its id and apply what it is now, so
 * that the order and the number of events do not matter.
 */
@FunctionalInterface
public interface EventEffect {
    /** What became of an event. */
    enum Result {
        /** It changed the books. */
        APPLIED,
        /** The books were like that already, or the object is not at an end yet. */
        UNCHANGED,
        /** The object is none of ours; reconciliation names it if money moved. */
        FOREIGN
    }

    /**
     * Applies the present state of the event's object; a second call does nothing.
     *
     * @throws RuntimeException when it could not be done now, so that it is tried again
     * @throws io.millrace.schemas.error.MillraceException when trying again is of no use, as the object contradicts the books
     */
    Result apply(ProviderEvent event);
}
