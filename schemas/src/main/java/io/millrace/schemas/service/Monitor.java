package io.millrace.schemas.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The door of one service for people and monitors: its port is taken first, so that a taken one stops the start, and it answers once
 * there is something to tell. One that is off does nothing. Thread-safe.
 */
public final class Monitor implements AutoCloseable {
    private final String service;
    private final @Nullable HttpDoor door;
    private volatile boolean draining;

    private Monitor(String service, @Nullable HttpDoor door) {
        this.service = service;
        this.door = door;
    }

    /** @throws io.millrace.schemas.error.MillraceException of kind USER when the port is taken or the host is not this machine's */
    public static Monitor bind(String service, HttpSettings settings) {
        return new Monitor(service, settings.isOpen() ? HttpDoor.bind(settings) : null);
    }

    /** {@code host:port} under which others reach it; null where it is off. */
    public @Nullable String address() {
        return door == null ? null : door.address();
    }

    /** Answers with health and metrics, those of the virtual machine among them. */
    public void open(Health health, List<MetricSource> metrics) {
        open(health, metrics, MonitorRoutes.NO_OTHERS);
    }

    /** The same with routes of the service's own. */
    public void open(Health health, List<MetricSource> metrics, Function<Request, Answer> others) {
        if (door == null) {
            return;
        }
        List<MetricSource> all = new ArrayList<>(metrics);
        all.add(new HealthMetrics(service, health, () -> draining));
        all.add(new JvmMetrics(service));
        door.open(new MonitorRoutes(health, all, () -> draining, others));
    }

    /** Not ready from now on. */
    public void retire() {
        draining = true;
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
    }
}
