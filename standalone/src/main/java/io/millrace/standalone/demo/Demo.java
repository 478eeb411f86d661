package io.millrace.standalone.demo;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.Audit;
import io.millrace.standalone.audit.StoreSums;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.Connection;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.stack.RunningSystem;
import io.millrace.standalone.stack.Stack;
import io.millrace.standalone.trace.TraceCall;
import io.millrace.standalone.view.Outcome;
import io.millrace.standalone.view.Progress;
import io.millrace.standalone.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * A run of traffic through everything: in this process, or through a Millrace that runs elsewhere. A run that was interrupted
 * is finished first, by the journal in its data directory, exactly where it stood. Not thread-safe.
 */
public final class Demo {
    private static final Duration CLIENT_WAIT_MAX = Duration.ofMinutes(2);

    private final Topics topics;
    private final Options options;
    private final Clock clock;
    private final RunView view;
    private final long startedNanos;
    private final RunJournal journal;
    private final RunState state;
    private final TrafficPlan traffic;
    private final Endpoints endpoints;
    private final RunningSystem system;
    private final Figures figures;
    private final StoreSums sums;
    private RunState played;

    /**
     * What to run.
     *
     * @param until simulated end of the traffic; null for the one that {@link TrafficPlan#endMicros} chooses
     * @param trace the calls of the settings' trace; empty for the built-in workload
     */
    public record Options(
            RunSettings settings,
            Speed speed,
            Ports ports,
            @Nullable Instant until,
            List<TraceCall> trace) {
        public Options {
            trace = List.copyOf(trace);
        }

        /** Reads the trace, so that bad input shows before anything is started. */
        public static Options of(RunSettings settings, Speed speed, Ports ports, @Nullable Instant until) {
            return new Options(settings, speed, ports, until, TrafficPlan.trace(settings));
        }
    }

    private Demo(Closeables open, Options options, DataDirectory data, Start with) {
        this.options = options;
        this.clock = with.clock();
        this.view = with.view();
        startedNanos = clock.tickNanos();
        view.note(with.note());
        journal = new RunJournal(data.file("run.json"));
        RunState next = nextRun(data);
        Venue venue = with.venue().get();
        endpoints = venue.endpoints();
        topics = venue.topics();
        List<Price> prices = Seeding.prices(endpoints, topics);
        traffic = TrafficPlan.of(next, options.trace(), prices);
        Seeding.plan(endpoints, topics, traffic.plan());
        system = venue.modules(clock);
        Seeding.credits(system.billing().credits(), traffic.plan(), next.run());
        // In Kafka before the first verdict: a prepaid workspace whose credit is still under way is blocked.
        system.billing().publishCredits();
        figures = new Figures(open.add(DatabaseAccess.open(endpoints, Login.DASHBOARD)));
        sums = new StoreSums(open.add(DatabaseAccess.open(endpoints, Login.OWNER)), system.billing());
        state = next.after(figures.storedRecords());
        played = state;
        venue.announce();
    }

    /** What a start needs besides; the venue opens when it is asked for. */
    private record Start(Supplier<Venue> venue, Clock clock, RunView view, String note) {}

    /** Starts the servers and every module, and writes what must be there before the first call. The caller closes. */
    public static Demo start(Closeables open, Options options, DataDirectory data, Clock clock, RunView view) {
        String note = "starting Kafka, the schema registry, PostgreSQL and the modules; data and log in " + data.root();
        return new Demo(
                open, options, data, new Start(() -> Venue.here(open, data, options.ports()), clock, view, note));
    }

    /**
     * The same with a Millrace that runs elsewhere, and stays as it is.
     *
     * @param data holds the run's journal alone
     */
    public static Demo connect(
            Closeables open, Options options, DataDirectory data, Connection to, Clock clock, RunView view) {
        String note = "connecting to " + to.endpoints().kafka() + "; journal and log in " + data.root();
        return new Demo(open, options, data, new Start(() -> Venue.elsewhere(open, to), clock, view, note));
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Plays the traffic, waits until every store has it, and audits. */
    public Outcome run() throws InterruptedException {
        Records kafka = new Records(endpoints);
        Published already = new Published(kafka, topics);
        if (!state.usageOffsets().isEmpty()) {
            view.note("finishing run " + state.run() + ", interrupted after " + state.next() + " records");
            already.readFrom(kafka, topics, state.usageOffsets());
        }
        try (Closeables parts = new Closeables()) {
            Happenings happenings = new Happenings(view);
            parts.add(AlertFeed.start(endpoints, topics, happenings::alert));
            UsageClient client = parts.add(UsageClient.start(clientSettings(), topics, clock));
            Admin admin = parts.add(Admin.create(endpoints.kafkaAccess().properties()));
            MalformedBytes malformed = new MalformedBytes(
                    AvroSerdes.at(endpoints.registryAccess()).serializer(topics.usage()),
                    topics.usage().name());
            SimulatedGateway gateway =
                    parts.add(new SimulatedGateway(endpoints, client, topics, malformed, happenings::verdicts));
            Barrier barrier = new Barrier(admin, client, topics, Stack.STREAMS_GROUP, system::meteringState, clock);
            Stopwatch stopwatch = new Stopwatch(startedNanos, clock);
            Replay replay = new Replay(
                    traffic.traffic(),
                    gateway,
                    barrier,
                    journal,
                    state,
                    new Replay.Pace(options.speed(), clock, stopwatch::firstRecord));
            Monitor monitor = parts.add(Monitor.start(
                    new Monitor.Sources(
                            system.billing(),
                            figures,
                            gateway,
                            client,
                            happenings,
                            replay::position,
                            traffic.traffic().emissions()),
                    stopwatch,
                    view));
            return finish(replay, already, kafka, new Finish(gateway, happenings, stopwatch, monitor));
        }
    }

    /**
     * Remembers that the run is over: the next one on the same data is a new one. To be called last of all, since a run
     * that is killed before is finished by the next start, not begun anew.
     */
    public void remember() {
        journal.write(played.finished());
    }

    private record Finish(SimulatedGateway gateway, Happenings happenings, Stopwatch stopwatch, Monitor monitor) {}

    private Outcome finish(Replay replay, Published already, Records kafka, Finish with) throws InterruptedException {
        view.note("all up, playing " + traffic.traffic().emissions() + " records");
        view.trafficBegins();
        played = replay.run(already);
        new Settling(kafka, topics, sums, system.billing()::chargesPending, clock).await(played.storedAfter());
        Duration lasted = with.stopwatch().sinceFirstRecord();
        view.trafficStored();
        with.monitor().close();
        Progress last = with.monitor().snapshot();
        with.happenings().charges(system.billing().recentCharges());
        long handled = with.gateway().published() + with.gateway().refused();
        return new Outcome(
                with.stopwatch().untilFirstRecord(),
                lasted,
                handled,
                handled * 1_000 / Math.max(1, lasted.toMillis()),
                last,
                with.happenings().summary(),
                new Audit(kafka, topics, sums).run());
    }

    private RunState nextRun(DataDirectory data) {
        RunState last = journal.read();
        RunSettings settings = options.settings();
        if (last != null && !last.done()) {
            if (!last.settings().equals(settings)) {
                throw MillraceException.user(
                        "UNFINISHED_RUN",
                        "data directory",
                        data.root(),
                        "to finish its interrupted run first: " + last.settings());
            }
            return last;
        }
        int run = last == null ? 1 : last.run() + 1;
        Instant until = options.until();
        long end =
                until != null ? Micros.of(until) : TrafficPlan.endMicros(settings, options.speed(), clock.nowMicros());
        return RunState.first(run, settings, end);
    }

    private ClientSettings clientSettings() {
        return ClientSettings.defaults(endpoints.kafkaAccess(), endpoints.registryAccess(), "gateway-1")
                .blockingUpTo(CLIENT_WAIT_MAX);
    }
}
