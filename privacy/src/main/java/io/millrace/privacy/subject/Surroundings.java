package io.millrace.privacy.subject;

import java.util.Optional;

/** What a request depends on besides its own steps. */
public interface Surroundings {
    /** What must happen before it may go on, such as the release of a legal hold; empty for nothing. */
    Optional<String> waitsFor(Request request);

    /** What decides how much is left. */
    Traces traces(Request request);
}
