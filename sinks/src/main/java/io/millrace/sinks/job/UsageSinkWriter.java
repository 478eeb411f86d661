package io.millrace.sinks.job;

import io.millrace.avro.RatedUsage;
import io.millrace.schemas.serde.UnreadableRecordException;
import io.millrace.sinks.database.PendingRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows and hands them to a thread that writes them: when there are enough, when the time is up and that thread has
 * nothing to do, and before each checkpoint, which waits until they are written. So there are two batches at most, one being
 * gathered and one being written.
 */
final class UsageSinkWriter implements SinkWriter<byte[]> {
    private final RatedDecoder decoder;
    private final WriterThread writer;
    private final int batchRows;
    private final SinkCounters counters;
    private List<PendingRow> batch = new ArrayList<>();

    UsageSinkWriter(RatedDecoder decoder, WriterThread writer, int batchRows, SinkCounters counters) {
        this.decoder = decoder;
        this.writer = writer;
        this.batchRows = batchRows;
        this.counters = counters;
    }

    /** A timer also tells the task of a fault where no more records come. */
    void flushEvery(long millis, ProcessingTimeService timers) {
        timers.registerTimer(timers.getCurrentProcessingTime() + millis, time -> {
            if (!writer.isBusy()) {
                handOver();
            }
            flushEvery(millis, timers);
        });
    }

    @Override
    public void write(byte[] value, Context context) throws InterruptedException {
        RatedUsage rated;
        try {
            rated = decoder.decode(value);
        } catch (UnreadableRecordException e) {
            refuse(null, e, value);
            return;
        }
        try {
            batch.add(new PendingRow(RatedDecoder.row(rated), value));
        } catch (IllegalArgumentException e) {
            refuse(rated.getUsage().getEventId(), e, value);
        }
        if (batch.size() >= batchRows) {
            handOver();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        handOver();
        writer.await();
    }

    @Override
    public void close() {
        writer.close();
    }

    private void handOver() throws InterruptedException {
        writer.await();
        if (batch.isEmpty()) {
            return;
        }
        List<PendingRow> full = batch;
        writer.handOver(store -> store.write(full));
        batch = new ArrayList<>(full.size());
    }

    private void refuse(@Nullable String eventId, RuntimeException reason, byte[] value) throws InterruptedException {
        writer.handOver(store -> {
            store.refuse(eventId, String.valueOf(reason.getMessage()), value);
            return 0;
        });
        counters.refused();
    }
}
