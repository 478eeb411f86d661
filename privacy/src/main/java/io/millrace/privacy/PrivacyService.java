package io.millrace.privacy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.privacy.http.VaultDoor;
import io.millrace.privacy.postgres.PostgresVault;
import io.millrace.privacy.postgres.PrivacyDatabase;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MetricType;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import java.util.List;
import java.util.Map;

/** The vault as a process of its own. Thread-safe. */
final class PrivacyService implements Running, Health {
    private static final int CONNECTIONS_MAX = 4;

    private final HikariDataSource database;
    private final VaultDoor door;
    private final Monitor monitor;
    private final Probe keys;

    private PrivacyService(HikariDataSource database, VaultDoor door, Monitor monitor, Probe keys) {
        this.database = database;
        this.door = door;
        this.monitor = monitor;
        this.keys = keys;
    }

    /** Takes the ports first, so that one that is taken stops the start. */
    static PrivacyService start(PrivacySettings settings, ServiceSettings service, Clock clock) {
        Monitor monitor = Monitor.bind("privacy", service.http());
        try {
            HikariDataSource database = open(settings);
            PrivacyService started = started(settings, database, monitor, clock);
            monitor.open(started, List.of(started::write));
            return started;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    private static PrivacyService started(
            PrivacySettings settings, HikariDataSource database, Monitor monitor, Clock clock) {
        try {
            PrivacyDatabase.migrate(database);
            PostgresVault vault = new PostgresVault(database, settings.masters(), settings.lookup());
            VaultDoor door = VaultDoor.open(settings.door(), vault);
            return new PrivacyService(database, door, monitor, new Probe("database", vault::requireAnswer, clock));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HikariDataSource open(PrivacySettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("millrace-privacy");
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password().reveal());
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        return new HikariDataSource(config);
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
        return List.of(keys.part());
    }

    private void write(PrometheusText page) {
        page.metric("millrace_privacy_keys_given_total", MetricType.COUNTER, "Keys given to gateways.");
        page.sample("millrace_privacy_keys_given_total", Map.of(), door.given());
        page.metric("millrace_privacy_refused_total", MetricType.COUNTER, "Requests for keys that were refused.");
        page.sample("millrace_privacy_refused_total", Map.of(), door.refused());
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("keys", door::close),
                new Step("database", database::close),
                new Step("http", monitor::close));
    }
}
