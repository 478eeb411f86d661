package io.millrace.sinks.job;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What Flink's reporters show of a writer, since its start.
 *
 * @param rowsAdded calls and corrections added; those that were known are not among them
 * @param rowsUnderOther those of them that the rollups hold under other in some dimension
 * @param rowsUnreadable records set aside because they could not be read
 */
record SinkCounters(Counter rowsAdded, Counter rowsUnderOther, Counter rowsUnreadable) {
    static SinkCounters of(MetricGroup group) {
        return new SinkCounters(
                group.counter("rowsAdded"), group.counter("rowsUnderOther"), group.counter("rowsUnreadable"));
    }

    void added(long rows, long underOther) {
        rowsAdded.inc(rows);
        rowsUnderOther.inc(underOther);
    }

    void refused() {
        rowsUnreadable.inc();
    }
}
