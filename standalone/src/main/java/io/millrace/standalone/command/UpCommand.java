package io.millrace.standalone.command;

import io.millrace.billing.api.ApiSettings;
import io.millrace.schemas.service.HttpSettings;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.demo.Seeding;
import io.millrace.standalone.stack.ApiPepper;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Stack;
import io.millrace.standalone.view.EndpointsView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything in one process, without traffic, until it is told to stop. */
@Command(name = "up", description = "Start everything and stay up; Ctrl-C stops it.")
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private PortOptions ports = new PortOptions();

    @Option(
            names = "--metering-port",
            paramLabel = "PORT",
            description = "port of the metering's state, health and metrics (default: a free one)")
    private int meteringPort;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            description = "port of the billing API, 0 for a free one (default: it is off); keys: millrace key create")
    private int apiPort = ApiSettings.OFF_PORT;

    @Override
    public Integer call() throws InterruptedException {
        Topics topics = Catalogue.topics();
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory directory = open.add(DataDirectory.open(data.directory()));
            Terminal.logTo(directory.file("millrace.log"));
            Endpoints endpoints = Infrastructure.start(open, directory, ports.ports(), topics);
            Seeding.prices(endpoints, topics);
            HttpSettings http = HttpSettings.onLoopback(meteringPort);
            Stack stack = Stack.start(open, endpoints, directory, topics, http, api(directory), new SystemClock());
            directory.announce(endpoints);
            System.out.print(EndpointsView.text(
                    endpoints, directory.root(), stack.streams().httpUrl()));
            stack.apiUrl().ifPresent(url -> System.out.printf("  API       %s (/openapi.json)%n", url));
            Terminal.awaitEnd();
        }
        return 0;
    }

    private ApiSettings api(DataDirectory directory) {
        if (apiPort == ApiSettings.OFF_PORT) {
            return ApiSettings.OFF;
        }
        return new ApiSettings(
                ApiSettings.LOOPBACK, apiPort, List.of(ApiPepper.of(directory.root())), ApiSettings.REQUESTS_DEFAULT);
    }
}
