package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.DiskMetrics;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.SystemClock;
import java.util.List;

/** The sinks as a process of their own, with a door for people and monitors. Thread-safe. */
final class SinksService implements Running {
    private final SinksApp app;
    private final Monitor monitor;
    private final SinksHealth health;

    private SinksService(SinksApp app, Monitor monitor, SinksHealth health) {
        this.app = app;
        this.monitor = monitor;
        this.health = health;
    }

    /** Finishes the reader. */
    static SinksSettings settings(ConfigReader reader) {
        SinksSettings settings = SinksSettings.read(reader);
        reader.finish();
        return settings;
    }

    /** Takes the port first, so that one that is taken stops the start. */
    static SinksService start(SinksSettings settings, ServiceSettings service) {
        Monitor monitor = Monitor.bind("sinks", service.http());
        try {
            JobSettings job = settings.job();
            CertificateMetrics certificates = CertificateMetrics.of(
                    "sinks",
                    new SystemClock(),
                    job.kafka().keystore(),
                    job.registry().keystore());
            SinksApp app = SinksApp.start(settings, service.topics());
            SinksHealth health = new SinksHealth(app, new SystemClock());
            monitor.open(
                    health,
                    List.of(
                            new SinksPage(app.flink()),
                            new DiskMetrics("checkpoints", settings.checkpointDirectory()),
                            certificates));
            return new SinksService(app, monitor, health);
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    @Override
    public boolean isLive() {
        return health.isLive();
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("upkeep", app::closeUpkeep),
                new Step("job", app::closeJob),
                new Step("http", monitor::close));
    }
}
