package io.millrace.client.verdict;

import io.millrace.avro.Workspace;
import io.millrace.client.Call;
import io.millrace.client.CallVerdict;
import io.millrace.client.verdict.Staleness.Cause;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The verdict half of a client: the view of the decisions, the thread that feeds it, and the answers from it. Thread-safe;
 * {@link #verdict} takes no lock, waits for nothing and does not throw.
 */
public final class Verdicts implements AutoCloseable {
    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private final Clock clock;
    private final String decisionsTopic;
    private final DecisionView view = new DecisionView();
    private final WorkspaceChoices choices;
    private final ViewAge age;
    private final Positions positions = new Positions();
    private final FeedTally feed = new FeedTally();
    private final VerdictTally tally = new VerdictTally();
    private final DecisionReader reader;
    private final Thread thread;

    private Verdicts(VerdictSettings settings, Topics topics, Source source, Clock clock) {
        this.clock = clock;
        this.decisionsTopic = topics.decisions().name();
        this.choices = new WorkspaceChoices(settings.onStale());
        this.age = new ViewAge(settings.staleAfter().toNanos(), clock.tickNanos());
        Complaints complaints = DecisionReader.complaints(clock);
        Incoming incoming =
                new Incoming(topics, source.decisions(), source.workspaces(), view, choices, feed, complaints);
        this.reader = new DecisionReader(
                source.consumers(),
                new ReadingSession.Shared(topics, settings, incoming, positions, age, feed, complaints, clock));
        this.thread = new Thread(reader, "millrace-decisions");
        thread.setDaemon(true);
    }

    /**
     * Where decisions come from.
     *
     * @param consumers makes a consumer whenever one is needed; each is closed by the thread that uses it
     */
    public record Source(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Deserializer<io.millrace.avro.Decision> decisions,
            Deserializer<Workspace> workspaces) {}

    /** Starts the thread that reads; verdicts are stale until it has read what is there. */
    public static Verdicts start(VerdictSettings settings, Topics topics, Source source, Clock clock) {
        Verdicts verdicts = new Verdicts(settings, topics, source, clock);
        verdicts.thread.start();
        return verdicts;
    }

    /** The most severe decision over all scopes of the call, as of now by the clock. */
    public CallVerdict verdict(Call call) {
        return verdictAt(call, clock.nowMicros());
    }

    /** The same at another instant, for gateways that replay; microseconds since the epoch. Staleness is of now. */
    public CallVerdict verdictAt(Call call, long nowMicros) {
        long tick = clock.tickNanos();
        Cause cause = age.staleness(tick);
        return tally.count(
                cause == null
                        ? view.verdict(call.scopeKeys(), nowMicros)
                        : unchecked(call.workspaceId(), cause, age.ageNanos(tick), nowMicros));
    }

    /** What is left of each policy on the scope, as of now by the clock; from a stale view too, which it says. */
    public Remaining remaining(Scope scope) {
        boolean stale = age.staleness(clock.tickNanos()) != null;
        return Remaining.of(scope, view.of(scope), clock.nowMicros(), stale);
    }

    /** The newest decision on a scope; null where there is none. */
    public @Nullable Decision decision(Scope scope) {
        return view.of(scope);
    }

    /** The newest decision of every scope; a copy, for views and not for the call path. */
    public List<Decision> decisions() {
        return view.all();
    }

    public VerdictCounters counters() {
        long tick = clock.tickNanos();
        return new VerdictCounters(
                age.isLoaded(),
                view.size(),
                view.heapBytes(),
                view.policies(),
                choices.size(),
                feed.applied.sum(),
                feed.outdated.sum(),
                feed.leftOut.sum(),
                feed.tombstones.sum(),
                feed.faults.sum(),
                age.silentNanos(tick),
                age.ageNanos(tick),
                feed.lagRecords(),
                tally.allowed.sum(),
                tally.throttled.sum(),
                tally.blocked.sum(),
                tally.staleAllowed.sum(),
                tally.staleBlocked.sum());
    }

    /** Waits until the decisions written before the start are in the view; false when the time is over first. */
    public boolean awaitReady(Duration timeout) throws InterruptedException {
        return reader.awaitReady(timeout);
    }

    /**
     * Waits until every decision that is in Kafka now is in the view; false when the time is over first.
     *
     * @throws IllegalStateException when Kafka does not say where the topic ends
     */
    public boolean awaitDecisions(Admin admin, Duration timeout) throws InterruptedException {
        long asked = clock.tickNanos();
        long deadline = asked + timeout.toNanos();
        if (!awaitReady(timeout)) {
            return false;
        }
        Map<TopicPartition, Long> ends = ends(admin);
        while (!positions.reached(ends)) {
            if (clock.tickNanos() - deadline >= 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        age.completeAsOf(asked);
        return true;
    }

    /** Stops reading; verdicts grow stale from now on. */
    @Override
    public void close() {
        reader.close();
        try {
            thread.join(CLOSE_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CallVerdict unchecked(String workspaceId, Cause cause, long ageNanos, long nowMicros) {
        boolean own = choices.differs(workspaceId);
        return CallVerdict.unchecked(new Staleness(cause, choices.of(workspaceId), own, ageNanos), nowMicros);
    }

    private Map<TopicPartition, Long> ends(Admin admin) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = positions.assigned().stream()
                .filter(partition -> partition.topic().equals(decisionsTopic))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(latest).all().get();
            return ends.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("end of " + decisionsTopic + ": not read (expected: an answer)", e);
        }
    }
}
