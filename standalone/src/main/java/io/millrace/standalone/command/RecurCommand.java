package io.millrace.standalone.command;

import io.millrace.billing.ledger.GrantKind;
import io.millrace.billing.ledger.Recurrence;
import io.millrace.billing.ledger.Recurrence.Every;
import io.millrace.billing.postgres.GrantSchedule;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Credit that is granted anew each day, week or month. */
@Command(name = "recur", description = "Credit that is granted anew each day, week or month: put, list, stop.")
final class RecurCommand {
    @ParentCommand
    private CreditCommand credit = new CreditCommand();

    @Command(description = "Grant an amount in each period; each grant lives until the next.")
    int put(
            @Parameters(paramLabel = "WORKSPACE") String workspace,
            @Parameters(paramLabel = "NAME", description = "names it within the workspace") String name,
            @Parameters(paramLabel = "USD", description = "US dollars, such as 25.00") String amount,
            @Option(names = "--every", defaultValue = "MONTH", description = "${COMPLETION-CANDIDATES}") Every every,
            @Option(names = "--zone", defaultValue = "UTC", description = "IANA zone of the periods") String zone,
            @Option(names = "--from", description = "day of the first (default: today, in the zone)") @Nullable
                    String from,
            @Option(names = "--count", description = "how many (default: no end)") @Nullable Integer count,
            @Option(names = "--lives", defaultValue = "1", description = "periods each lives (default: 1)") int lives,
            @Option(names = "--promotional", description = "a gift") boolean promotional,
            @Mixin GrantOptions options) {
        Recurrence recurrence = recurrence(every, zone, from, count);
        GrantSchedule schedule = new GrantSchedule(
                workspace,
                name,
                promotional ? GrantKind.PROMOTIONAL : GrantKind.PAID,
                Money.parseUsd(amount),
                options.priority(),
                recurrence,
                lives,
                options.applicability(),
                options.rollover());
        credit.onCredits(credits ->
                System.out.println((credits.schedule(schedule) ? "written: " : "already written: ") + line(schedule)));
        return 0;
    }

    private static Recurrence recurrence(Every every, String zone, @Nullable String from, @Nullable Integer count) {
        try {
            ZoneId id = ZoneId.of(zone);
            LocalDate today = LocalDate.ofInstant(Micros.toInstant(new SystemClock().nowMicros()), id);
            LocalDate first = from == null ? today : LocalDate.parse(from);
            return new Recurrence(every, id, Micros.of(first.atStartOfDay(id).toInstant()), count, null);
        } catch (DateTimeException e) {
            throw MillraceException.user(
                    "RECURRENCE", "--zone and --from", zone + " " + from, "an IANA zone and a day such as 2026-12-01");
        }
    }

    @Command(description = "List what recurs.")
    int list(@Parameters(paramLabel = "WORKSPACE") String workspace) {
        credit.onCredits(
                credits -> credits.schedules(workspace).forEach(schedule -> System.out.println(line(schedule))));
        return 0;
    }

    @Command(description = "Grant no more of it; what has begun lives on.")
    int stop(@Parameters(paramLabel = "WORKSPACE") String workspace, @Parameters(paramLabel = "NAME") String name) {
        credit.onCredits(credits -> System.out.println(
                credits.cancelSchedule(workspace, name) ? "stopped " + name : name + " does not run"));
        return 0;
    }

    private static String line(GrantSchedule schedule) {
        Recurrence recurrence = schedule.recurrence();
        return "%s  %s %s every %s in %s from %s%s"
                .formatted(
                        schedule.name(),
                        schedule.kind(),
                        schedule.amount(),
                        recurrence.every(),
                        recurrence.zone(),
                        GrantOptions.time(recurrence.firstMicros()),
                        recurrence.count() == null ? "" : ", " + recurrence.count() + " times");
    }
}
