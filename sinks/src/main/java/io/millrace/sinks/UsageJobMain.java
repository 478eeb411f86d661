package io.millrace.sinks;

import io.millrace.schemas.service.Service;
import java.util.Optional;

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
            told.get().execute();
        }
    }
}
