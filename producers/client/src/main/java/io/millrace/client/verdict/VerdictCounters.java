package io.millrace.client.verdict;

/**
 * The view, its feed and its verdicts so far; a snapshot, each figure for itself.
 *
 * @param ready whether the decisions written before the start are in the view
 * @param decisions decisions in the view
 * @param viewBytes heap it takes, in bytes
 * @param policies policy ids the decisions name
 * @param workspaces workspaces whose choice differs from the default of the settings
 * @param applied decisions taken into the view
 * @param outdated decisions left out because a later version was known
 * @param leftOut decisions and workspaces left out because they could not be read
 * @param tombstones decisions taken out of the view
 * @param faults times the feed had to begin anew because of an error
 * @param silentNanos nanoseconds since Kafka last answered; since the start where it never did
 * @param ageNanos nanoseconds since the latest instant of which the view is known to hold everything
 * @param lagRecords records written to Kafka and not yet read, as of Kafka's last answer
 * @param allowed verdicts to allow, stale ones included
 * @param throttled verdicts to throttle
 * @param blocked verdicts to block, stale ones included
 * @param staleAllowed verdicts of a stale view that failed open
 * @param staleBlocked verdicts of a stale view that failed closed
 */
public record VerdictCounters(
        boolean ready,
        long decisions,
        long viewBytes,
        long policies,
        long workspaces,
        long applied,
        long outdated,
        long leftOut,
        long tombstones,
        long faults,
        long silentNanos,
        long ageNanos,
        long lagRecords,
        long allowed,
        long throttled,
        long blocked,
        long staleAllowed,
        long staleBlocked) {
    /** Verdicts of a stale view. */
    public long stale() {
        return staleAllowed + staleBlocked;
    }
}
