package io.millrace.schemas.access;

import java.util.Locale;

/** Whoever enters the broker: a user of its own for each, by password or by the common name of a certificate. */
public enum Principal {
    /** Publishes usage and reads verdicts. */
    GATEWAY,
    /** The metering. */
    STREAMS,
    /** The Flink job. */
    SINKS,
    BILLING,
    /** Delivers alerts and notices. */
    ALERTS,
    /** The schema registry. */
    REGISTRY,
    /** A person at the command line: sets prices and policies, grants, replays and audits. Not who makes topics and ACLs. */
    OPERATOR;

    /** The name of the user. */
    public String user() {
        return name().toLowerCase(Locale.ROOT);
    }
}
