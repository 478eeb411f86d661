package io.millrace.sinks;

import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.time.Clock;
import java.util.List;
import org.apache.flink.api.common.JobStatus;

/**
 * The sinks work when the job runs and the database answers. A job restarts by itself for ever, so only one that ended needs a
 * restart of the process. Thread-safe.
 */
final class SinksHealth implements Health {
    private final LocalFlink flink;
    private final Probe database;

    SinksHealth(SinksApp app, Clock clock) {
        flink = app.flink();
        database = new Probe("database", app::requireDatabase, clock);
    }

    @Override
    public boolean isLive() {
        return !flink.status().isGloballyTerminalState();
    }

    @Override
    public String state() {
        return flink.status().name();
    }

    @Override
    public List<Part> parts() {
        JobStatus status = flink.status();
        return List.of(new Part("job", status == JobStatus.RUNNING, status.name()), database.part());
    }
}
