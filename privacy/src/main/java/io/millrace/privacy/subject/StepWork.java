package io.millrace.privacy.subject;

import java.util.List;

/** How one step is done. */
public interface StepWork {
    /** The whole of a step that has no parts. */
    List<String> WHOLE = List.of("");

    /** What of it is still to be done; a part that was done and has nothing new is not among it. */
    List<String> parts(Request request);

    /** Does a part and notes what it did, in one transaction as far as the database goes; once more changes nothing. */
    void carry(Request request, String part);
}
