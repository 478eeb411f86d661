package io.millrace.sinks.query;

/**
 * The sums over each table, as of one instant. The four are equal at any instant. Of a corrected call its newest row counts.
 *
 * @param refused records that are in none of them, see usage_refused
 */
public record SinkTotals(UsageTotals events, UsageTotals minutes, UsageTotals hours, UsageTotals days, long refused) {
    /** Whether all tables say the same. */
    public boolean agree() {
        return events.equals(minutes) && events.equals(hours) && events.equals(days);
    }
}
