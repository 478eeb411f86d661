package io.millrace.standalone.command;

import io.millrace.billing.app.Reconciliation;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.Span;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.view.ReconcileView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the ledger with Stripe's own lists. */
@Command(
        name = "reconcile",
        description = "The ledger against Stripe's lists of payments, refunds, disputes and balance transactions; "
                + "exit code 1 when something differs.")
public final class ReconcileCommand implements Callable<Integer> {
    private static final Duration DEFAULT_SPAN = Duration.ofDays(30);

    private final Clock clock = new SystemClock();

    @Mixin
    private SystemOption system = new SystemOption();

    @Option(names = "--from", description = "a day (UTC) or an instant (default: 30 days before --to)")
    private @Nullable String from;

    @Option(names = "--to", description = "a day (UTC) or an instant, not included (default: this minute)")
    private @Nullable String to;

    @Option(names = "--dry-run", description = "book neither fees nor payments that succeeded")
    private boolean dryRun;

    @Option(names = "--run", paramLabel = "ID", description = "show what a run found, and compare nothing")
    private @Nullable Long runId;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        Span span = span();
        try (Session session = Session.open(system);
                BillingAccess billing = BillingAccess.open(session.endpoints(), session.topics())) {
            Reconciliation reconciliation = billing.reconciliation();
            Run run = runId == null ? reconciliation.run(span, !dryRun) : known(reconciliation, runId);
            var differences = reconciliation.runs().differences(run.id());
            System.out.print(json ? ReconcileView.json(run, differences) : ReconcileView.table(run, differences));
            if (run.repairs()) {
                billing.publishCredits();
            }
            return run.differenceCount() == 0 ? 0 : 1;
        }
    }

    private Span span() {
        Instant minute = Micros.toInstant(clock.nowMicros()).truncatedTo(ChronoUnit.MINUTES);
        Instant wanted = InstantOption.parse("--to", to);
        Instant end = wanted == null ? minute : wanted;
        Instant start = InstantOption.parse("--from", from);
        return new Span((start == null ? end.minus(DEFAULT_SPAN) : start).getEpochSecond(), end.getEpochSecond());
    }

    private static Run known(Reconciliation reconciliation, long id) {
        return reconciliation
                .runs()
                .get(id)
                .orElseThrow(() -> MillraceException.user("UNKNOWN_RUN", "--run", id, "the number of a run"));
    }
}
