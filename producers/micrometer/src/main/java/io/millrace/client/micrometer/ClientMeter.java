package io.millrace.client.micrometer;

import static io.millrace.client.micrometer.MeterKind.COUNTER;
import static io.millrace.client.micrometer.MeterKind.GAUGE;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a client: every figure of {@link io.millrace.client.publish.ClientCounters},
 * {@link io.millrace.client.spool.SpoolState}, {@link io.millrace.client.verdict.VerdictCounters} and
 * {@link io.millrace.client.redaction.RedactionCounters}, and what is pending.
 * Names are stable: dashboards and alerts hang on them.
 */
public enum ClientMeter {
    ACCEPTED("accepted", COUNTER, "records", "Records taken by publish"),
    REPLAYED("replayed", COUNTER, "records", "Records found in the spool at the start"),
    ACKNOWLEDGED("acknowledged", COUNTER, "records", "Records stored by the broker"),
    REFUSED("refused", COUNTER, "records", "Accepted records that Kafka refused for good"),
    DROPPED("dropped", COUNTER, "records", "Records lost on this side of Kafka, by cause"),
    PENDING("pending", GAUGE, "records", "Records taken and still under way"),
    PENDING_SIZE("pending.size", GAUGE, "bytes", "Size of the records under way"),
    PENDING_AGE("pending.age", GAUGE, "seconds", "Age of the oldest record under way; 0 without one"),
    PRODUCER_RESTARTS("producer.restarts", COUNTER, null, "Kafka producers replaced after a fatal error"),
    REGISTRY_RETRIES(
            "registry.retries", COUNTER, null, "Requests to the schema registry that failed and were made again"),
    BLOCKED_CALLS("blocked.calls", COUNTER, null, "Calls of publish that waited for room, under BLOCK"),
    BLOCKED_TIME("blocked.time", COUNTER, "seconds", "Time those calls waited"),
    REDACTIONS("redactions", COUNTER, null, "Secrets and the like replaced before a record was kept, by rule"),
    METADATA_TRIMMED(
            "metadata.trimmed", COUNTER, "entries", "Metadata entries left out because the map was over its bounds"),
    SPOOL_SEGMENTS("spool.segments", GAUGE, "files", "Files of the spool, prepared ones included"),
    SPOOL_USED("spool.used", GAUGE, "bytes", "Size of these files"),
    SPOOL_CAP("spool.cap", GAUGE, "bytes", "What they may grow to"),
    SPOOL_WRITABLE("spool.writable", GAUGE, null, "1, or 0 while the disk is full or broken"),
    SPOOL_REPLAYED("spool.replayed", COUNTER, "records", "Records the spool found at the start"),
    SPOOL_TORN("spool.torn", COUNTER, "bytes", "Records half written when the process died, cut off at the start"),
    SPOOL_CORRUPT_FRAMES("spool.corrupt.frames", COUNTER, null, "Damaged stretches found at the start"),
    SPOOL_CORRUPT("spool.corrupt", COUNTER, "bytes", "Their length"),
    SPOOL_DAMAGED("spool.damaged", COUNTER, "files", "Files that could not be read at all and were set aside"),
    SPOOL_SYNC_FAILURES("spool.sync.failures", COUNTER, null, "Times the disk refused to be forced"),
    VIEW_READY("view.ready", GAUGE, null, "1 once the decisions written before the start are in the view, 0 before"),
    VIEW_DECISIONS("view.decisions", GAUGE, "decisions", "Decisions in the view"),
    VIEW_SIZE("view.size", GAUGE, "bytes", "Heap the view takes"),
    VIEW_POLICIES("view.policies", GAUGE, "policies", "Policies the decisions name"),
    VIEW_WORKSPACES(
            "view.workspaces", GAUGE, "workspaces", "Workspaces whose choice differs from the settings' default"),
    VIEW_SILENCE("view.silence", GAUGE, "seconds", "Time since Kafka last answered the feed"),
    VIEW_AGE("view.age", GAUGE, "seconds", "Time since the latest instant of which the view holds everything"),
    VIEW_LAG("view.lag", GAUGE, "records", "Records in Kafka and not yet in the view"),
    FEED_APPLIED("feed.applied", COUNTER, "decisions", "Decisions taken into the view"),
    FEED_OUTDATED("feed.outdated", COUNTER, "decisions", "Decisions left out because a later version was known"),
    FEED_UNREADABLE(
            "feed.unreadable", COUNTER, "records", "Decisions and workspaces left out because they could not be read"),
    FEED_TOMBSTONES("feed.tombstones", COUNTER, "decisions", "Decisions taken out of the view"),
    FEED_FAULTS("feed.faults", COUNTER, null, "Times the feed began anew because of an error"),
    VERDICTS("verdicts", COUNTER, null, "Verdicts given, stale ones included"),
    STALE_VERDICTS("verdicts.stale", COUNTER, null, "Those of a stale view: allow failed open, block failed closed");

    private static final String PREFIX = "millrace.client.";
    private static final String SPOOL = "spool.";

    private final String shortName;
    private final MeterKind kind;
    private final @Nullable String unit;
    private final String description;

    ClientMeter(String shortName, MeterKind kind, @Nullable String unit, String description) {
        this.shortName = shortName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
    }

    /** Lower case, dotted; registries turn it into their own form, and Prometheus' adds the unit. */
    public String meterName() {
        return PREFIX + shortName;
    }

    public MeterKind kind() {
        return kind;
    }

    /** A plural noun; null for what has none, such as flags and times something happened. */
    public @Nullable String unit() {
        return unit;
    }

    /** One line, for people. */
    public String description() {
        return description;
    }

    /** Every meter as a table of Markdown, for documentation. */
    public static String table() {
        StringBuilder table =
                new StringBuilder("| meter | kind | unit | tag | what |\n| --- | --- | --- | --- | --- |\n");
        for (ClientMeter meter : values()) {
            String unit = meter.unit == null ? "" : meter.unit;
            String kind = meter.kind.name().toLowerCase(Locale.ROOT);
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(meter.meterName(), kind, unit, meter.tagText(), meter.description));
        }
        return table.toString();
    }

    /** Whether there is nothing to read without a disk spool. */
    boolean needsSpool() {
        return shortName.startsWith(SPOOL);
    }

    /** Such as {@code verdict: allow, block}; empty without a tag. */
    private String tagText() {
        List<Series> series = MeterReadings.of(this);
        String values = series.stream()
                .flatMap(one -> one.tags().stream())
                .map(tag -> tag.getValue())
                .collect(Collectors.joining(", "));
        return series.get(0).tags().stream()
                .findFirst()
                .map(tag -> tag.getKey() + ": " + values)
                .orElse("");
    }
}
