package io.millrace.sinks;

import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.database.Database;
import io.millrace.sinks.maintenance.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The upkeep of the tables as a process of its own, with a door for people and monitors. Thread-safe. */
final class UpkeepService implements Running, Health {
    private static final String DONE = "millrace_upkeep_done_timestamp_seconds";
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Upkeep upkeep;
    private final Monitor monitor;
    private final Probe database;

    private UpkeepService(Upkeep upkeep, Monitor monitor, Probe database) {
        this.upkeep = upkeep;
        this.monitor = monitor;
        this.database = database;
    }

    /** Reads database.url, database.user and database.password, and finishes the reader. */
    static Database settings(ConfigReader reader) {
        String url = reader.text("database.url", null);
        String user = reader.text("database.user", null);
        Secret password = reader.optionalSecret("database.password").orElse(new Secret(""));
        reader.finish();
        return new Database(url, user, password);
    }

    /** Takes the port first, so that one that is taken stops the start. A database that is away is waited for. */
    static UpkeepService start(Database database, ServiceSettings service, Clock clock) {
        Monitor monitor = Monitor.bind("upkeep", service.http());
        Probe probe = new Probe("database", database::require, clock);
        UpkeepService started = new UpkeepService(Upkeep.start(database, clock), monitor, probe);
        monitor.open(started, List.of(started::write));
        return started;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public String state() {
        return "RUNNING";
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(database.part()));
        upkeep.works().forEach(work -> parts.add(work.part()));
        return parts;
    }

    /** {@code host:port} of its door; empty where that is closed. */
    String address() {
        return Objects.requireNonNullElse(monitor.address(), "");
    }

    private void write(PrometheusText page) {
        page.metric(DONE, MetricType.GAUGE, "When the work was last done; 0 before the first time.");
        upkeep.works()
                .forEach(work ->
                        page.sample(DONE, Map.of("work", work.name()), work.doneAtMillis() / MILLIS_PER_SECOND));
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("upkeep", upkeep::close),
                new Step("http", monitor::close));
    }
}
