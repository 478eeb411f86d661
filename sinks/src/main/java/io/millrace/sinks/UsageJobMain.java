package io.millrace.sinks;

import io.millrace.schemas.service.Service;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.job.UsageJob;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Hands the job to the Flink cluster that calls this: {@code flink run}, or a cluster in application mode. Directories, parallelism and
 * where to go on from are the cluster's settings; the rest comes as for {@link SinksMain}.
 */
public final class UsageJobMain {
    private UsageJobMain() {}

    public static void main(String[] arguments) throws Exception {
        Optional<JobSettings.Told> told = Service.named("sinks", JobSettings.Told::read, SinksVariables::setting)
                .configure(arguments);
        if (told.isPresent()) {
            run(told.get().settings(), told.get().topics());
        }
    }

    private static void run(JobSettings settings, Topics topics) throws Exception {
        settings.database().migrate();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(FlinkSettings.ofJob(settings.checkpointInterval()));
        settings.define(env, topics);
        env.execute(UsageJob.NAME);
    }
}
