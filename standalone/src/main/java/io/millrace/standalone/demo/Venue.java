package io.millrace.standalone.demo;

import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.ConnectedSystem;
import io.millrace.standalone.stack.Connection;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.RunningSystem;
import io.millrace.standalone.stack.Stack;

/** Where a demo plays: its servers are up at once, its modules once what they read first has been written. */
sealed interface Venue {
    Endpoints endpoints();

    Topics topics();

    /** The modules at work; started here, where they are not yet. */
    RunningSystem modules(Clock clock);

    /** Tells other processes where to connect, once all is up. */
    void announce();

    /** Everything in this process, with its data in a directory. */
    static Venue here(Closeables open, DataDirectory data, Ports ports) {
        Topics topics = Catalogue.topics();
        return new Here(open, data, Infrastructure.start(open, data, ports, topics), topics);
    }

    /** A Millrace that runs elsewhere. */
    static Venue elsewhere(Closeables open, Connection connection) {
        return new Elsewhere(open, connection, Catalogue.of(connection.endpoints()));
    }

    record Here(Closeables open, DataDirectory data, Endpoints endpoints, Topics topics) implements Venue {
        @Override
        public RunningSystem modules(Clock clock) {
            return Stack.start(open, endpoints, data, topics, clock);
        }

        @Override
        public void announce() {
            data.announce(endpoints);
        }
    }

    record Elsewhere(Closeables open, Connection connection, Topics topics) implements Venue {
        @Override
        public Endpoints endpoints() {
            return connection.endpoints();
        }

        @Override
        public RunningSystem modules(Clock clock) {
            return ConnectedSystem.open(open, connection, topics);
        }

        /** It has told. */
        @Override
        public void announce() {}
    }
}
