package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.job.UsageJob;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Hands the job to the Flink cluster that calls this: {@code flink run}, or a cluster in application mode. Directories,
 * parallelism and where to go on from are the cluster's settings; the rest comes as {@link SettingsSource} says.
 */
public final class UsageJobMain {
    private UsageJobMain() {}

    public static void main(String[] arguments) throws Exception {
        ConfigReader reader = SettingsSource.read(List.of(arguments), System.getenv());
        JobSettings settings = JobSettings.read(reader);
        Topics topics = SinksMain.topics(reader);
        reader.finish();
        settings.prepare();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.ofJob(settings.checkpointInterval()));
        settings.define(env, topics);
        env.execute(UsageJob.NAME);
    }
}
