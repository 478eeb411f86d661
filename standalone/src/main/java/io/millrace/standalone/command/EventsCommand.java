package io.millrace.standalone.command;

import io.millrace.billing.postgres.webhook.EventStore;
import io.millrace.billing.webhook.ProviderEvent;
import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.stack.BillingAccess;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Events of Stripe that were given up. */
@Command(name = "events", description = "Show events of Stripe that were given up, and why; retry one.")
public final class EventsCommand implements Callable<Integer> {
    @Mixin
    private SystemOption system = new SystemOption();

    @Option(names = "--max", defaultValue = "100", description = "1 to 1000 (default: 100)")
    private int max;

    @Override
    public Integer call() {
        onEvents(events -> {
            Map<String, String> errors = events.deadErrors(max);
            events.dead(max).forEach(event -> print(event, errors.getOrDefault(event.id(), "")));
        });
        return 0;
    }

    private static void print(ProviderEvent event, String error) {
        System.out.printf("%s  %s  %s  %s%n", event.id(), event.type(), event.objectId(), error);
    }

    @Command(description = "Let a running billing work on an event again that was given up.")
    int retry(@Parameters(paramLabel = "ID", description = "evt_…, as `events` shows it") String id) {
        onEvents(events -> {
            if (!events.retry(id)) {
                throw MillraceException.user("NOT_GIVEN_UP", "event", id, "one that was given up");
            }
        });
        System.out.println("to be worked on again: " + id);
        return 0;
    }

    private void onEvents(Consumer<EventStore> work) {
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            work.accept(new EventStore(billing.dataSource()));
        }
    }
}
