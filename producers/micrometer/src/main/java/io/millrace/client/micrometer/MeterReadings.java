package io.millrace.client.micrometer;

import static io.millrace.client.micrometer.Series.flag;
import static io.millrace.client.micrometer.Series.secondsOfMicros;
import static io.millrace.client.micrometer.Series.secondsOfNanos;
import static io.millrace.client.micrometer.Series.tagged;

import java.util.List;

/** Where each meter is read. Stateless, thread-safe. */
final class MeterReadings {
    private MeterReadings() {}

    /** The lines of a meter; at least one. */
    static List<Series> of(ClientMeter meter) {
        return switch (meter) {
            case ACCEPTED -> Series.one(from -> from.publish().accepted());
            case REPLAYED -> Series.one(from -> from.publish().replayed());
            case ACKNOWLEDGED -> Series.one(from -> from.publish().acknowledged());
            case REFUSED -> Series.one(from -> from.publish().refused());
            case DROPPED -> Series.byDropCause();
            case PENDING -> Series.one(from -> from.publish().pending());
            case PENDING_SIZE -> Series.one(from -> from.publish().pendingBytes());
            case PENDING_AGE ->
                Series.one(from -> secondsOfMicros(from.publish().oldestPendingMicros()));
            case PRODUCER_RESTARTS -> Series.one(from -> from.publish().producerRestarts());
            case REGISTRY_RETRIES -> Series.one(from -> from.publish().registryRetries());
            case BLOCKED_CALLS -> Series.one(from -> from.publish().blockedWaits());
            case BLOCKED_TIME ->
                Series.one(from -> secondsOfNanos(from.publish().blockedNanos()));
            case REDACTIONS -> Series.byRule();
            case METADATA_TRIMMED -> Series.one(from -> from.redaction().trimmedEntries());
            case SPOOL_SEGMENTS -> Series.one(from -> from.spool().segments());
            case SPOOL_USED -> Series.one(from -> from.spool().usedBytes());
            case SPOOL_CAP -> Series.one(from -> from.spool().capBytes());
            case SPOOL_WRITABLE -> Series.one(from -> flag(from.spool().writable()));
            case SPOOL_REPLAYED -> Series.one(from -> from.spool().replayedRecords());
            case SPOOL_TORN -> Series.one(from -> from.spool().tornBytes());
            case SPOOL_CORRUPT_FRAMES -> Series.one(from -> from.spool().corruptFrames());
            case SPOOL_CORRUPT -> Series.one(from -> from.spool().corruptBytes());
            case SPOOL_DAMAGED -> Series.one(from -> from.spool().damagedSegments());
            case SPOOL_SYNC_FAILURES -> Series.one(from -> from.spool().syncFailures());
            case VIEW_READY -> Series.one(from -> flag(from.verdict().ready()));
            case VIEW_DECISIONS -> Series.one(from -> from.verdict().decisions());
            case VIEW_SIZE -> Series.one(from -> from.verdict().viewBytes());
            case VIEW_POLICIES -> Series.one(from -> from.verdict().policies());
            case VIEW_WORKSPACES -> Series.one(from -> from.verdict().workspaces());
            case VIEW_SILENCE ->
                Series.one(from -> secondsOfNanos(from.verdict().silentNanos()));
            case VIEW_AGE -> Series.one(from -> secondsOfNanos(from.verdict().ageNanos()));
            case VIEW_LAG -> Series.one(from -> from.verdict().lagRecords());
            case FEED_APPLIED -> Series.one(from -> from.verdict().applied());
            case FEED_OUTDATED -> Series.one(from -> from.verdict().outdated());
            case FEED_UNREADABLE -> Series.one(from -> from.verdict().leftOut());
            case FEED_TOMBSTONES -> Series.one(from -> from.verdict().tombstones());
            case FEED_FAULTS -> Series.one(from -> from.verdict().faults());
            case VERDICTS ->
                List.of(
                        tagged("verdict", "allow", from -> from.verdict().allowed()),
                        tagged("verdict", "throttle", from -> from.verdict().throttled()),
                        tagged("verdict", "block", from -> from.verdict().blocked()));
            case STALE_VERDICTS ->
                List.of(
                        tagged("verdict", "allow", from -> from.verdict().staleAllowed()),
                        tagged("verdict", "block", from -> from.verdict().staleBlocked()));
        };
    }
}
