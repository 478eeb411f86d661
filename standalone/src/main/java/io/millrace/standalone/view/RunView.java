package io.millrace.standalone.view;

import java.time.Duration;

/** Shows a run while it goes on. Thread-safe. */
public interface RunView extends AutoCloseable {
    /** A stage of the start or the end was reached. */
    void note(String line);

    /** Something happened that a person would want to know at once: an alert, a charge. */
    void event(String line);

    void progress(Progress progress);

    /** How often it wants to show progress. */
    Duration period();

    /** The first record is about to leave. */
    default void trafficBegins() {}

    /** Every store has the last record. */
    default void trafficStored() {}

    @Override
    void close();
}
