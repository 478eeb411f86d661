package io.millrace.standalone.command;

import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.demo.Seeding;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Stack;
import io.millrace.standalone.view.EndpointsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything in one process, without traffic, until it is told to stop. */
@Command(name = "up", description = "Start everything and stay up; Ctrl-C stops it.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Override
    public Integer call() throws InterruptedException {
        Topics topics = Catalogue.topics();
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory directory = open.add(DataDirectory.open(data.directory()));
            Terminal.logTo(directory.file("millrace.log"));
            Endpoints endpoints = Infrastructure.start(open, directory, ports.ports(), topics);
            Seeding.prices(endpoints, topics);
            Stack.start(open, endpoints, directory, topics, new SystemClock());
            directory.announce(endpoints);
            System.out.print(EndpointsView.text(endpoints, directory.root()));
            Terminal.awaitEnd();
        }
        return 0;
    }
}
