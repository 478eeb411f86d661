package io.millrace.sinks.signal;

import io.millrace.sinks.job.Step;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The second path of the job: signals from a source into a sink, chained into one task, beside the rated records. */
public final class SignalPath {
    private SignalPath() {}

    public static void define(StreamExecutionEnvironment env, Source<byte[], ?, ?> source, Sink<byte[]> sink) {
        env.fromSource(source, WatermarkStrategy.noWatermarks(), Step.READ_SIGNALS.id())
                .uid(Step.READ_SIGNALS.id())
                .sinkTo(sink)
                .name(Step.WRITE_SIGNALS.id())
                .uid(Step.WRITE_SIGNALS.id());
    }
}
