package io.millrace.sinks.signal;

import io.millrace.schemas.serde.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.SinkWriter;

/**
 * Gathers signals and writes them when there are enough, when the time is up, and before each checkpoint. All of it
 * happens in the one thread of the task.
 */
final class SignalSinkWriter implements SinkWriter<byte[]> {
    private final SignalDecoder decoder;
    private final SignalStore store;
    private final int batchRows;
    private final List<PendingSignal> batch = new ArrayList<>();

    SignalSinkWriter(SignalDecoder decoder, SignalStore store, int batchRows) {
        this.decoder = decoder;
        this.store = store;
        this.batchRows = batchRows;
    }

    void flushEvery(long millis, ProcessingTimeService timers) {
        timers.registerTimer(timers.getCurrentProcessingTime() + millis, time -> {
            flush(false);
            flushEvery(millis, timers);
        });
    }

    @Override
    public void write(byte[] bytes, Context context) throws InterruptedException {
        SignalFrame frame = SignalFrame.parse(bytes);
        try {
            Signal signal = decoder.decode(frame);
            if (signal != null) {
                batch.add(new PendingSignal(signal, frame));
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            store.refuse(frame, String.valueOf(e.getMessage()));
        }
        if (batch.size() >= batchRows) {
            flush(false);
        }
    }

    @Override
    public void flush(boolean endOfInput) throws InterruptedException {
        store.write(batch);
        batch.clear();
    }

    @Override
    public void close() {
        store.close();
    }
}
