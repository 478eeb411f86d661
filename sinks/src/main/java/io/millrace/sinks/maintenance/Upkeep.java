package io.millrace.sinks.maintenance;

import io.millrace.sinks.database.Database;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tables need beside the job: maintenance every day, minutes by model every minute. Thread-safe. */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final List<Repeated> works;

    private Upkeep(Repeated... works) {
        this.works = List.of(works);
    }

    /** Starts with a first run of each at once; returns before they are done. */
    public static Upkeep start(Database database) {
        return new Upkeep(
                Repeated.start(
                        "maintenance",
                        database,
                        connection -> LOG.info("maintenance: {}", Maintenance.run(connection)),
                        Duration.ofDays(1),
                        Duration.ofHours(1)),
                Repeated.start(
                        "model-minutes", database, ModelMinutes::merge, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    @Override
    public void close() {
        works.forEach(Repeated::close);
    }
}
