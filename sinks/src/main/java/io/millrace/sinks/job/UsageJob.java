package io.millrace.sinks.job;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The graph: rated records as the bytes they are in Kafka, from a source into a sink, chained into one task. No window
 * and no keyed state: the database adds up, in the transaction that finds out which records are new.
 */
public final class UsageJob {
    public static final String NAME = "millrace-sinks";
    /** Fixed for the life of a checkpoint; parallelism can be set to anything up to it. */
    public static final int MAX_PARALLELISM = 128;

    private UsageJob() {}

    public static void define(StreamExecutionEnvironment env, Source<byte[], ?, ?> source, Sink<byte[]> sink) {
        env.setMaxParallelism(MAX_PARALLELISM);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), Step.READ_RATED.id())
                .uid(Step.READ_RATED.id())
                .sinkTo(sink)
                .name(Step.WRITE_USAGE.id())
                .uid(Step.WRITE_USAGE.id());
    }
}
