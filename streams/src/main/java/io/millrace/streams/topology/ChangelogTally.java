package io.millrace.streams.topology;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;

/** Counts what is read of changelogs: what a task waits for before it runs, and what standby tasks keep up with. Thread-safe. */
public final class ChangelogTally implements StateRestoreListener, StandbyUpdateListener {
    private final StreamsCounters counters;

    public ChangelogTally(StreamsCounters counters) {
        this.counters = counters;
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long startOffset, long endOffset) {}

    /** The prices are left out: no changelog, and every process reads all of them. */
    @Override
    public void onBatchRestored(TopicPartition partition, String store, long endOffset, long records) {
        if (!store.equals(Store.PRICES.id())) {
            counters.restored(records);
        }
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {}

    @Override
    public void onUpdateStart(TopicPartition partition, String store, long startOffset) {}

    @Override
    public void onBatchLoaded(
            TopicPartition partition,
            String store,
            TaskId task,
            long endOffset,
            long records,
            long changelogEndOffset) {
        counters.copied(records);
    }

    @Override
    public void onUpdateSuspended(
            TopicPartition partition, String store, long offset, long changelogEndOffset, SuspendReason reason) {}
}
