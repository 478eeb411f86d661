package io.millrace.standalone.service;

import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import java.util.List;
import java.util.function.Supplier;

/** A server of {@code embedded} as a service: ready as long as it listens. Thread-safe. */
final class ServerService implements Running, Health {
    /** A server that listens, and how it stops. */
    interface Server extends AutoCloseable {
        @Override
        void close();
    }

    private final String name;
    private final Server server;
    private final Monitor monitor;

    private ServerService(String name, Server server, Monitor monitor) {
        this.name = name;
        this.server = server;
        this.monitor = monitor;
    }

    /** Takes the door's port first, so that one that is taken stops the start. */
    static ServerService start(String name, ServiceSettings settings, Supplier<Server> starter) {
        Monitor monitor = Monitor.bind(name, settings.http());
        try {
            ServerService service = new ServerService(name, starter.get(), monitor);
            monitor.open(service, List.of());
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
        return List.of(Part.ready(name));
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step(name, server::close),
                new Step("http", monitor::close));
    }
}
