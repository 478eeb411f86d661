package io.millrace.standalone.command;

import io.millrace.alerts.AlertsSettings;
import io.millrace.alerts.kafka.Redelivery;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.service.Service;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.RawPublishing;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.undelivered.Kept;
import io.millrace.standalone.undelivered.KeptFilter;
import io.millrace.standalone.undelivered.KeptMessages;
import io.millrace.standalone.undelivered.Retry;
import io.millrace.standalone.view.UndeliveredView;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the alert consumers gave up. */
@Command(name = "undelivered", description = "Alerts and notices that a destination did not take: list, retry.")
public final class UndeliveredCommand {
    private static final String DESTINATION = "only of this destination";

    /** How the alert consumers are set up: what a retry needs of it. */
    private record Setup(AlertsSettings alerts, Topics topics) {
        Endpoints endpoints() {
            return Endpoints.of(alerts.kafka(), alerts.registry());
        }
    }

    @Command(description = "List what was given up and not delivered since, oldest first.")
    int list(
            @Mixin SystemOption system,
            @Option(names = "--destination", paramLabel = "NAME", description = DESTINATION) @Nullable
                    String destination,
            @Option(names = "--all", description = "also what was delivered since") boolean all,
            @Option(names = "--json", description = "print JSON") boolean json) {
        List<Kept> found;
        try (Session session = Session.open(system)) {
            found = new KeptFilter(List.of(), destination, all)
                    .of(KeptMessages.read(new Records(session.endpoints()), session.topics()));
        }
        if (json) {
            System.out.print(UndeliveredView.json(found));
            return 0;
        }
        found.forEach(kept -> System.out.println(UndeliveredView.line(kept)));
        System.out.println(found.size() + (all ? " given up" : " undelivered"));
        return 0;
    }

    @Command(
            description = "Send what was given up to its destination, once, with the settings of the alert consumers;"
                    + " exit code 1 if some was not taken.")
    int retry(
            @Parameters(paramLabel = "ID", arity = "0..*", description = "as listed") @Nullable List<String> texts,
            @Option(names = "--destination", paramLabel = "NAME", description = DESTINATION) @Nullable
                    String destination,
            @Option(names = "--all", description = "all that was not delivered") boolean all,
            @Option(names = "--again", description = "also what was delivered since") boolean again,
            @Option(
                            names = "--settings",
                            paramLabel = "FILE",
                            description = "settings file of alerts; variables MILLRACE_ALERTS_… go over it")
                    @Nullable
                    Path settings)
            throws InterruptedException {
        List<String> ids = texts == null ? List.of() : texts;
        KeptFilter filter = new KeptFilter(ids, destination, again);
        if (filter.isOpen() && !all) {
            throw MillraceException.user("RETRY", "retry", "nothing chosen", "ids, --destination or --all");
        }
        Setup setup = setup(settings);
        List<Kept> known = KeptMessages.read(new Records(setup.endpoints()), setup.topics());
        ids.stream()
                .filter(id -> known.stream().noneMatch(kept -> kept.id().equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw MillraceException.user(
                            "UNDELIVERED_ID", "undelivered id", id, "one that undelivered list shows");
                });
        return send(setup, filter.of(known));
    }

    private static int send(Setup setup, List<Kept> chosen) throws InterruptedException {
        try (RawPublishing publishing = new RawPublishing(setup.endpoints());
                Redelivery redelivery = new Redelivery(setup.alerts(), setup.topics(), new SystemClock())) {
            Retry retry = new Retry(redelivery::deliver, kept -> {
                publishing.send(KeptMessages.mark(kept, setup.topics()));
                publishing.await();
            });
            int taken = retry.run(chosen, (kept, outcome) -> System.out.println(UndeliveredView.line(kept, outcome)));
            System.out.println("taken " + taken + " of " + chosen.size());
            return taken == chosen.size() ? 0 : 1;
        }
    }

    private static Setup setup(@Nullable Path file) {
        String[] arguments = file == null ? new String[0] : new String[] {file.toString()};
        return Service.named("alerts", reader -> {
                    Topics topics = ServiceSettings.read(reader).topics();
                    return new Setup(AlertsSettings.read(reader), topics);
                })
                .configure(arguments)
                .orElseThrow(() -> new MillraceException(ErrorKind.INTERNAL, "SETTINGS", "settings: none"));
    }
}
