package io.millrace.sinks.cluster;

import io.millrace.sinks.UsageJobMain;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A job manager in application mode that runs {@link UsageJobMain} itself, as the start script of Flink's distribution has it.
 * Arguments: the directory of the configuration, then those of the job.
 */
public final class ApplicationCluster extends ApplicationClusterEntryPoint {
    private ApplicationCluster(Configuration configuration, PackagedProgram program) {
        super(configuration, program, StandaloneResourceManagerFactory.getInstance());
    }

    public static void main(String[] arguments) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
        List<String> ofJob = new ArrayList<>(List.of(arguments));
        ofJob.remove(0);
        PackagedProgram program = PackagedProgram.newBuilder()
                .setEntryPointClassName(UsageJobMain.class.getName())
                .setArguments(ofJob.toArray(String[]::new))
                .setSavepointRestoreSettings(SavepointRestoreSettings.fromConfiguration(configuration))
                .build();
        configureExecution(configuration, program);
        ClusterEntrypoint.runClusterEntrypoint(new ApplicationCluster(configuration, program));
    }
}
