package io.millrace.standalone.service;

import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.MetricSource;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A server of {@code embedded} as a service: ready as long as it listens and what it needs answers. Thread-safe. */
final class ServerService implements Running, Health {
    /** A server that listens, and how it stops. */
    interface Server extends AutoCloseable {
        @Override
        void close();
    }

    private final String name;
    private final Server server;
    private final Monitor monitor;
    private final List<Probe> needs;

    private ServerService(String name, Server server, Monitor monitor, List<Probe> needs) {
        this.name = name;
        this.server = server;
        this.monitor = monitor;
        this.needs = List.copyOf(needs);
    }

    /**
     * Takes the door's port first, so that one that is taken stops the start.
     *
     * @param needs what the server does not work without; may be empty
     * @param metrics of its own; may be empty
     */
    static ServerService start(
            String name,
            ServiceSettings settings,
            Supplier<Server> starter,
            List<Probe> needs,
            List<MetricSource> metrics) {
        Monitor monitor = Monitor.bind(name, settings.http());
        try {
            ServerService service = new ServerService(name, starter.get(), monitor, needs);
            monitor.open(service, metrics);
            return service;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
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
        List<Part> parts = new ArrayList<>(List.of(Part.ready(name)));
        needs.forEach(need -> parts.add(need.part()));
        return parts;
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step(name, server::close),
                new Step("http", monitor::close));
    }
}
