package io.millrace.client.micrometer;

import io.millrace.client.publish.ClientCounters;
import io.millrace.client.redaction.RedactionCounters;
import io.millrace.client.spool.SpoolState;
import io.millrace.client.verdict.VerdictCounters;
import java.util.function.Supplier;

/**
 * Where meters read: each call takes a new snapshot. As thread-safe as its suppliers.
 *
 * @param counters of the records
 * @param verdictCounters of the decisions and verdicts
 * @param redactionCounters of what was taken out of the records
 */
record ClientSnapshots(
        Supplier<ClientCounters> counters,
        Supplier<VerdictCounters> verdictCounters,
        Supplier<RedactionCounters> redactionCounters) {
    ClientCounters publish() {
        return counters.get();
    }

    VerdictCounters verdict() {
        return verdictCounters.get();
    }

    RedactionCounters redaction() {
        return redactionCounters.get();
    }

    boolean hasSpool() {
        return publish().spool() != null;
    }

    SpoolState spool() {
        SpoolState spool = publish().spool();
        if (spool == null) {
            throw new IllegalStateException("spool: none (expected: one, since its meters were bound)");
        }
        return spool;
    }
}
