package io.millrace.sinks.maintenance;

import io.millrace.schemas.service.Health.Part;
import io.millrace.schemas.time.Clock;
import io.millrace.sinks.database.Database;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tables need beside the job: maintenance every day, minutes by model every minute. Thread-safe. */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /**
     * How one of its works is.
     *
     * @param name such as maintenance
     * @param part ready until a run fails, and again once one is done
     * @param doneAtMillis when it was last done, milliseconds since the epoch; 0 before the first time
     */
    public record Work(String name, Part part, long doneAtMillis) {}

    private final List<Repeated> works;

    private Upkeep(Repeated... works) {
        this.works = List.of(works);
    }

    /** Starts with a first run of each at once; returns before they are done. */
    public static Upkeep start(Database database, Clock clock) {
        return new Upkeep(
                Repeated.start(
                        "maintenance",
                        database,
                        clock,
                        connection -> LOG.info("maintenance: {}", Maintenance.run(connection)),
                        Duration.ofDays(1),
                        Duration.ofHours(1)),
                Repeated.start(
                        "model-minutes",
                        database,
                        clock,
                        ModelMinutes::merge,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)));
    }

    /** How each is now. */
    public List<Work> works() {
        return works.stream().map(Repeated::how).toList();
    }

    @Override
    public void close() {
        works.forEach(Repeated::close);
    }
}
