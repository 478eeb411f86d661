package io.millrace.sinks;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster of one task manager in this process. Thread-safe. */
final class LocalFlink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
    private static final long STOP_SECONDS = 10;
    private static final long STATUS_SECONDS = 2;

    private final MiniCluster cluster;
    private final Configuration configuration;
    private final List<JobID> jobs = new ArrayList<>();
    private volatile @Nullable JobID newest;

    private LocalFlink(MiniCluster cluster, Configuration configuration) {
        this.cluster = cluster;
        this.configuration = configuration;
    }

    static LocalFlink start(Configuration configuration, int slots) {
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        try {
            cluster.start();
        } catch (Exception e) { // declared by Flink; whatever it is, there is no cluster
            cluster.closeAsync();
            throw new MillraceException(
                    ErrorKind.INTERNAL, "FLINK_START", "flink: not started (expected: a cluster in this process)", e);
        }
        return new LocalFlink(cluster, configuration);
    }

    Configuration configuration() {
        return configuration;
    }

    /**
     * Submits a job and waits until Flink has read the checkpoint it names.
     *
     * @throws JobInitializationException when the job cannot be started, such as from that checkpoint
     */
    synchronized void submit(JobGraph job) throws JobInitializationException {
        JobID id = job.getJobID();
        try {
            cluster.submitJob(job).get();
            ClientUtils.waitUntilJobInitializationFinished(
                    () -> cluster.getJobStatus(id).get(),
                    () -> cluster.requestJobResult(id).get(),
                    LocalFlink.class.getClassLoader());
            jobs.add(id);
            newest = id;
        } catch (ExecutionException e) {
            throw new JobInitializationException(id, "job: not submitted (expected: accepted)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobInitializationException(id, "job: interrupted (expected: time to start)", e);
        }
    }

    /** Of the job submitted last; CREATED while there is none or the cluster does not say. */
    JobStatus status() {
        JobID id = newest;
        if (id == null) {
            return JobStatus.CREATED;
        }
        try {
            return cluster.getJobStatus(id).get(STATUS_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return JobStatus.CREATED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return JobStatus.CREATED;
        }
    }

    /**
     * What the cluster says of the job submitted last.
     *
     * @throws MillraceException of kind INTERNAL when the cluster has no address
     */
    FlinkRest rest() {
        try {
            URI address = cluster.getRestAddress().get(STATUS_SECONDS, TimeUnit.SECONDS);
            return new FlinkRest(address.resolve("/jobs/" + newest + "/"));
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new MillraceException(
                    ErrorKind.INTERNAL, "FLINK_REST", "flink: no address (expected: one of its REST API)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(
                    ErrorKind.INTERNAL, "FLINK_REST", "flink: interrupted (expected: time to answer)", e);
        }
    }

    @Override
    public synchronized void close() {
        jobs.forEach(this::cancel);
        jobs.clear();
        try {
            cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("flink: not stopped in order (expected: within {} s)", STOP_SECONDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A job that is cancelled keeps its checkpoints; one that goes down with its cluster may not. */
    private void cancel(JobID id) {
        try {
            cluster.cancelJob(id).get(STOP_SECONDS, TimeUnit.SECONDS);
            cluster.requestJobResult(id).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("job {}: not cancelled in order (expected: within {} s)", id, STOP_SECONDS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
