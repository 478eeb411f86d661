package io.millrace.standalone.command;

import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Ports;
import java.nio.file.Path;

/**
 * A connection to a Millrace that runs elsewhere, or to that of a data directory: to the process that holds it, or, where
 * none does, to servers started here for as long as the command takes.
 */
final class Session implements AutoCloseable {
    private final Closeables open = Closeables.closedAtExit();
    private final Endpoints endpoints;
    private final Topics topics;

    private Session(Endpoints endpoints) {
        this.endpoints = endpoints;
        topics = Catalogue.of(endpoints);
    }

    private Session(Path directory) {
        topics = Catalogue.topics();
        Endpoints running = DataDirectory.running(directory);
        if (running == null) {
            DataDirectory data = open.add(DataDirectory.open(directory));
            Terminal.logTo(data.file("millrace.log"));
            running = start(data);
        }
        endpoints = running;
    }

    private Endpoints start(DataDirectory data) {
        try {
            return Infrastructure.start(open, data, Ports.FREE, topics);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    static Session open(SystemOption where) {
        return where.connection() == null
                ? new Session(where.directory())
                : new Session(where.connection().endpoints());
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        open.close();
    }
}
