package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.demo.Seeding;
import io.millrace.standalone.stack.Connection;
import io.millrace.standalone.stack.DatabaseSetup;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.TopicSetup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes ready what the services need, before the first of them starts. */
@Command(
        name = "setup",
        description =
                "Make topics, register schemas and bring tables up to date, where that is not done; safe to run again.")
public final class SetupCommand implements Callable<Integer> {
    private static final int PARTITIONS_MAX = 1_000;
    private static final int REPLICAS_MAX = 16;

    @Option(
            names = "--connect",
            paramLabel = "FILE",
            required = true,
            description = "where to connect, such as compose.env says")
    private Path connect = Path.of("compose.env");

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "of topics not there yet (default: ${DEFAULT-VALUE})")
    private int partitions = 8;

    @Option(names = "--replicas", paramLabel = "N", description = "of topics not there yet (default: ${DEFAULT-VALUE})")
    private int replicas = 3;

    @Option(names = "--prices", description = "the in-tree price book, where there are no prices")
    private boolean prices;

    @Override
    public Integer call() {
        require("--partitions", partitions, PARTITIONS_MAX);
        require("--replicas", replicas, REPLICAS_MAX);
        Endpoints endpoints = Connection.read(connect).endpoints();
        Topics topics = Topics.of(partitions);
        int made = TopicSetup.make(endpoints, topics, (short) replicas).size();
        System.out.printf("topics    %d made, %d there%n", made, topics.all().size() - made);
        TopicSetup.register(endpoints, topics);
        System.out.printf("schemas   %d registered%n", topics.all().size());
        DatabaseSetup.tables(endpoints.jdbcUrl(), endpoints.password(Login.OWNER));
        System.out.println("tables    up to date");
        if (prices) {
            System.out.printf(
                    "prices    %d in tree%n", Seeding.prices(endpoints, topics).size());
        }
        return 0;
    }

    private static void require(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw MillraceException.user("SETUP", option, value, "1 to " + max);
        }
    }
}
