package io.millrace.sinks.job;

import io.millrace.avro.RatedUsage;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.sinks.database.PendingRow;
import io.millrace.sinks.database.UsageStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Gathers rows and writes them when there are enough, when the time is up, and before each checkpoint. All of it happens
 * in the one thread of the task.
 */
final class UsageSinkWriter implements SinkWriter<byte[]> {
    private final RatedDecoder decoder;
    private final UsageStore store;
    private final int batchRows;
    private final SinkCounters counters;
    private final List<PendingRow> batch;

    UsageSinkWriter(RatedDecoder decoder, UsageStore store, int batchRows, SinkCounters counters) {
        this.decoder = decoder;
        this.store = store;
        this.batchRows = batchRows;
        this.counters = counters;
        batch = new ArrayList<>(batchRows);
    }

    void flushEvery(long millis, ProcessingTimeService timers) {
        timers.registerTimer(timers.getCurrentProcessingTime() + millis, time -> {
            flush(false);
            flushEvery(millis, timers);
        });
    }

    @Override
    public void write(byte[] value, Context context) throws InterruptedException {
        RatedUsage rated;
        try {
            rated = decoder.decode(value);
        } catch (UnreadableRecordException e) {
            store.refuse(null, String.valueOf(e.getMessage()), value);
            counters.refused();
            return;
        }
        try {
            batch.add(new PendingRow(RatedDecoder.row(rated), value));
        } catch (IllegalArgumentException e) {
            store.refuse(rated.getUsage().getEventId(), String.valueOf(e.getMessage()), value);
            counters.refused();
        }
        if (batch.size() >= batchRows) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        long underOther = store.rowsUnderOther();
        counters.added(store.write(batch), store.rowsUnderOther() - underOther);
        batch.clear();
    }

    @Override
    public void close() {
        store.close();
    }
}
