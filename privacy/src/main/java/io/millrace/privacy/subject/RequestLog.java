package io.millrace.privacy.subject;

import java.util.List;

/** The requests and what was done for them, as they are kept. Each call is a transaction. Thread-safe. */
public interface RequestLog {
    /** The open request of the same kind and subject, or else this one, kept. */
    Request receive(Request request);

    /** All of them: open ones first, those due first at the head; then the latest finished. */
    List<Request> all();

    void running(Request request, Step step);

    void held(Request request, String waitsFor);

    /** Keeps the certificate, with its hash. */
    void done(Request request, Certificate certificate, long nowMicros);

    /** Amounts by store, in the order in which they were first noted. */
    List<Done> done(Request request);

    /** Erasures that were certified since then and not looked through again since the other instant. */
    List<Request> toSweep(long finishedSinceMicros, long sweptBeforeMicros);

    void swept(Request request, long nowMicros);
}
