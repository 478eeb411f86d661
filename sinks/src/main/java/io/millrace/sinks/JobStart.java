package io.millrace.sinks;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.job.UsageJob;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the job from the newest checkpoint that can be read, or from none. Either is safe: a checkpoint only saves
 * reading records again, and records read again change nothing in the database.
 */
final class JobStart {
    private static final Logger LOG = LoggerFactory.getLogger(JobStart.class);

    private final LocalFlink flink;
    private final SinksSettings settings;
    private final Topics topics;

    JobStart(LocalFlink flink, SinksSettings settings, Topics topics) {
        this.flink = flink;
        this.settings = settings;
        this.topics = topics;
    }

    void restoreOrStart() {
        RetainedCheckpoints retained = new RetainedCheckpoints(settings.checkpointDirectory());
        for (Path checkpoint : retained.newestFirst()) {
            if (restored(checkpoint, retained)) {
                return;
            }
        }
        try {
            flink.submit(job());
        } catch (JobInitializationException e) {
            throw new MillraceException(
                    ErrorKind.INTERNAL, "JOB_START", "job: not started (expected: starts without a checkpoint)", e);
        }
    }

    private boolean restored(Path checkpoint, RetainedCheckpoints retained) {
        JobGraph job = job();
        // Claimed: Flink deletes it once the new job has newer ones.
        job.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), false, RecoveryClaimMode.CLAIM));
        try {
            flink.submit(job);
        } catch (JobInitializationException e) {
            LOG.warn(
                    "checkpoint: {} (expected: one that can be restored; going on from an older one or none)",
                    checkpoint);
            LOG.debug("checkpoint: not restored", e);
            return false;
        }
        retained.deleteAllBut(
                Set.of(RetainedCheckpoints.jobOf(checkpoint), job.getJobID().toString()));
        return true;
    }

    private JobGraph job() {
        StreamExecutionEnvironment env = new StreamExecutionEnvironment(flink.configuration());
        settings.job().define(env, topics);
        var graph = env.getStreamGraph();
        graph.setJobName(UsageJob.NAME);
        return graph.getJobGraph();
    }
}
