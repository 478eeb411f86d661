package io.millrace.standalone.workload;

import io.millrace.schemas.usage.Usage;

/** One thing a simulated gateway publishes. */
public sealed interface Emission {
    /** The call it is about. */
    Usage usage();

    /** A call, for the first time. */
    record Call(Usage usage) implements Emission {}

    /** The very same record again: a duplicate of a call emitted before. */
    record Repeat(Usage usage) implements Emission {}

    /** A record that takes the place of a call emitted before: the provider counted more output than the gateway did. */
    record Correction(Usage usage) implements Emission {}

    /**
     * A record that must be refused. The usage is valid as an object, of an event id no call has, and is to be damaged
     * as the kind says when it is written.
     */
    record Malformed(MalformedKind kind, Usage usage) implements Emission {}
}
