package io.millrace.standalone.command;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.rating.SourcePlace;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.rejected.Refusal;
import io.millrace.standalone.rejected.RefusalFilter;
import io.millrace.standalone.rejected.Refusals;
import io.millrace.standalone.rejected.RejectedId;
import io.millrace.standalone.rejected.RejectedReplay;
import io.millrace.standalone.rejected.ReplayOutcome;
import io.millrace.standalone.rejected.ValueDecoder;
import io.millrace.standalone.stack.RawPublishing;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.view.RefusalView;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was refused. */
@Command(name = "rejected", description = "Refused records: list, show, replay.")
public final class RejectedCommand {
    private static final String ID = "partition/offset in the rejected topic, as listed";
    private static final int BYTES_SHOWN = 1024;

    @Mixin
    private SystemOption system = new SystemOption();

    @Command(description = "List what was refused, oldest first.")
    int list(@Mixin RefusalOptions options, @Option(names = "--json", description = "print JSON") boolean json) {
        List<Refusal> found = find(options.filter(List.of()));
        List<Refusal> shown = options.newest(found);
        if (json) {
            System.out.print(RefusalView.json(shown));
            return 0;
        }
        shown.forEach(refusal -> System.out.println(RefusalView.line(refusal)));
        System.out.println(found.size() + " refused" + (shown.size() < found.size() ? ", newest " + shown.size() : ""));
        return 0;
    }

    @Command(description = "Show one, with its bytes; they may hold names and ids of people.")
    int show(
            @Parameters(paramLabel = "ID", description = ID) String text,
            @Option(names = "--full", description = "all bytes of the value") boolean full) {
        RejectedId id = RejectedId.parse(text);
        try (Session session = Session.open(system)) {
            Records kafka = new Records(session.endpoints());
            Refusal refusal = Refusals.read(kafka, session.topics(), RefusalFilter.of(id)).stream()
                    .findFirst()
                    .orElseThrow(() -> unknown(id));
            SourcePlace source = refusal.record().source();
            String decoded = source == null
                    ? "no: refused before it reached Kafka"
                    : ValueDecoder.json(
                            kafka,
                            session.topics(),
                            source.topic(),
                            refusal.record().rawValue());
            System.out.print(RefusalView.detail(refusal, decoded, full ? Integer.MAX_VALUE : BYTES_SHOWN));
        }
        return 0;
    }

    @Command(
            description =
                    "Send refused records again, byte for byte, to the topic they came from; exit code 1 if some cannot.")
    int replay(
            @Parameters(paramLabel = "ID", arity = "0..*", description = ID) List<String> texts,
            @Mixin RefusalOptions options,
            @Option(names = "--all", description = "all that was refused") boolean all,
            @Option(names = "--again", description = "also what was, or may have been, replayed before") boolean again,
            @Option(names = "--dry-run", description = "say what would be done and do nothing") boolean dryRun) {
        List<RejectedId> ids = texts == null
                ? List.of()
                : texts.stream().map(RejectedId::parse).toList();
        RefusalFilter filter = options.filter(ids);
        if (filter.isOpen() && !all) {
            throw MillraceException.user("REPLAY", "replay", "nothing chosen", "ids, --reason, --since or --all");
        }
        Map<Refusal, ReplayOutcome> plan;
        try (Session session = Session.open(system);
                RawPublishing publishing = new RawPublishing(session.endpoints())) {
            Records kafka = new Records(session.endpoints());
            List<Refusal> found = Refusals.read(kafka, session.topics(), filter);
            ids.stream()
                    .filter(id ->
                            found.stream().noneMatch(refusal -> refusal.id().equals(id)))
                    .forEach(id -> {
                        throw unknown(id);
                    });
            RejectedReplay replay =
                    new RejectedReplay(kafka, session.topics(), Micros.toInstant(new SystemClock().nowMicros()), again);
            plan = replay.plan(options.newest(found));
            if (!dryRun) {
                replay.send(plan, publishing);
            }
        }
        return report(plan, dryRun);
    }

    private List<Refusal> find(RefusalFilter filter) {
        try (Session session = Session.open(system)) {
            return Refusals.read(new Records(session.endpoints()), session.topics(), filter);
        }
    }

    private static int report(Map<Refusal, ReplayOutcome> plan, boolean dryRun) {
        plan.forEach((refusal, outcome) -> {
            if (outcome != ReplayOutcome.REPLAYED) {
                System.out.println(refusal.id() + " not replayed: " + outcome.words());
            }
        });
        long replayed = plan.values().stream()
                .filter(outcome -> outcome == ReplayOutcome.REPLAYED)
                .count();
        System.out.println((dryRun ? "would replay " : "replayed ") + replayed + " of " + plan.size());
        return plan.values().stream().allMatch(ReplayOutcome::isDone) ? 0 : 1;
    }

    private static MillraceException unknown(RejectedId id) {
        return MillraceException.user("REJECTED_ID", "rejected id", id, "one that rejected list shows");
    }
}
