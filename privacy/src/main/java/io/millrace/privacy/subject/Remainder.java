package io.millrace.privacy.subject;

import io.millrace.schemas.sealing.SubjectKind;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an erasure leaves behind, and why: what the certificate admits. Stateless. */
public final class Remainder {
    private static final String LOG = "a log is only ever deleted from its old end";
    private static final String NEVER_CLEAR = "at no time readable: the key of what was sealed is destroyed";

    private Remainder() {}

    /** @param nowMicros when it is certified, microseconds since the epoch */
    public static List<Kept> of(Request request, Traces traces, long nowMicros) {
        List<Kept> kept = new ArrayList<>();
        for (Map.Entry<String, Duration> topic : new TreeMap<>(traces.topics()).entrySet()) {
            kept.add(topic(topic.getKey(), topic.getValue(), traces, nowMicros));
        }
        String compacted = traces.sealed() ? NEVER_CLEAR : "the broker next compacts it";
        kept.add(new Kept("compacted topics", "decisions and policies under their tombstones", LOG, compacted));
        kept.add(new Kept(
                "metering state",
                "counters of the subject's scopes in the state of streams and its changelogs",
                "they count what is in force",
                traces.sealed() ? NEVER_CLEAR : "their window has ended and the changelog is compacted"));
        kept.add(new Kept(
                "database files",
                "former versions of rows, the write-ahead log and backups",
                "a database overwrites them in its own time",
                traces.sealed() ? NEVER_CLEAR : "vacuum, the recycling of the log, and the age of your backups"));
        kept.add(new Kept(
                "gateway spools",
                "records that Kafka has not taken yet",
                "they are on the disks of gateways",
                traces.sealed()
                        ? NEVER_CLEAR
                        : "the gateway has delivered them; looked through again each day until then"));
        kept.add(new Kept(
                "usage_event and rollups",
                "tokens, cost and charge of the calls, of nobody",
                "sums of which bills were made; there is no row of a person among the rollups",
                "the retention of their class"));
        if (request.names().kind() == SubjectKind.WORKSPACE) {
            kept.add(new Kept(
                    "ledger",
                    "transfers, grants, top-ups and statements under the workspace's id",
                    "books must be kept by law",
                    "7 years after they were made"));
        }
        return kept;
    }

    private static Kept topic(String name, Duration retention, Traces traces, long nowMicros) {
        long gone = nowMicros + retention.toMillis() * Micros.PER_MILLI;
        return new Kept(
                name,
                "records as they were written",
                LOG,
                traces.sealed() ? NEVER_CLEAR : "at the latest " + Micros.toInstant(gone));
    }
}
