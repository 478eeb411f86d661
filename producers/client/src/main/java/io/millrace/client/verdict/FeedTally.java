package io.millrace.client.verdict;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the feed did. Thread-safe. */
final class FeedTally {
    final LongAdder applied = new LongAdder();
    final LongAdder outdated = new LongAdder();
    final LongAdder leftOut = new LongAdder();
    final LongAdder tombstones = new LongAdder();
    final LongAdder faults = new LongAdder();
    private volatile long lagRecords;

    void lag(long records) {
        lagRecords = records;
    }

    long lagRecords() {
        return lagRecords;
    }
}
