package io.millrace.billing.app;

import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.FeeStore;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.reconcile.PaymentBooks;
import io.millrace.billing.postgres.reconcile.ReconciliationRuns;
import io.millrace.billing.reconcile.Books;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.ReconcileSettings;
import io.millrace.billing.reconcile.Reconciler;
import io.millrace.billing.reconcile.Repair;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.Schedule;
import io.millrace.billing.reconcile.Span;
import io.millrace.billing.stripe.StripeLists;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.PaymentEffect;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger against Stripe's own lists, on a schedule and by hand. Thread-safe. */
public final class Reconciliation implements Alarmed {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final ReconciliationRuns runs;
    private final Reconciler reconciler;
    private final Clock clock;
    private final AtomicReference<@Nullable String> alarm = new AtomicReference<>();

    private Reconciliation(DataSource dataSource, StripeSettings stripe, PaymentGateway gateway, Clock clock) {
        this.clock = clock;
        runs = new ReconciliationRuns(dataSource);
        TopUpStore topUps = new TopUpStore(dataSource, clock);
        PaymentEffect payments = new PaymentEffect(gateway, topUps::paidBy, topUps);
        Returns returns = Returns.of(dataSource, stripe, clock);
        // One line for each kind that the ledger books.
        Map<ItemKind, Books> books = new EnumMap<>(ItemKind.class);
        books.put(ItemKind.PAYMENT, new PaymentBooks(dataSource));
        books.putAll(returns.books());
        Map<ItemKind, Repair> repairs = new EnumMap<>(ItemKind.class);
        repairs.put(ItemKind.PAYMENT, payments::settle);
        repairs.putAll(returns.repairs());
        reconciler = new Reconciler(runs, StripeLists.of(stripe), books, repairs, new FeeStore(dataSource));
    }

    public static Reconciliation of(DataSource dataSource, StripeSettings stripe, PaymentGateway gateway, Clock clock) {
        return new Reconciliation(dataSource, stripe, gateway, clock);
    }

    /**
     * Compares the span; goes on with the run of it that ended half way, if there is one.
     *
     * @param repair whether it books fees, and payments that succeeded
     * @throws MillraceException of kind USER for a span that is not over; code RECONCILIATION_RUNNING while another process has it
     * @throws io.millrace.billing.charging.GatewayException when Stripe did not answer; the next call goes on
     */
    public Run run(Span span, boolean repair) {
        long now = clock.nowMicros() / Micros.PER_SECOND;
        if (span.toSeconds() > now) {
            throw MillraceException.user(
                    "SPAN_NOT_OVER",
                    "end of the span",
                    Micros.toInstant(span.toSeconds() * Micros.PER_SECOND),
                    "not after now");
        }
        return reconciler.run(span, repair);
    }

    /** The runs so far, and what they found. */
    public ReconciliationRuns runs() {
        return runs;
    }

    List<Loop> loops(ReconcileSettings settings) {
        return settings.every().isZero()
                ? List.of()
                : List.of(Loop.start("billing-reconcile", () -> step(settings), LOOK_EVERY, () -> {}));
    }

    /** Compares the span that is due; one that was begun is ended first. */
    boolean step(ReconcileSettings settings) {
        Optional<Span> due = Schedule.due(settings, runs.scheduledUntil(), clock.nowMicros() / Micros.PER_SECOND);
        if (due.isPresent()) {
            long from = due.get().fromSeconds();
            runs.schedule(from);
            runScheduled(runs.unfinished(from).orElse(due.get()));
        }
        alarm.set(runs.unsettled().map(Reconciliation::text).orElse(null));
        return false;
    }

    private void runScheduled(Span span) {
        Run run;
        try {
            run = run(span, /* repair= */ true);
        } catch (MillraceException e) {
            if (e.code().equals(ReconciliationRuns.RUNNING)) {
                return;
            }
            throw e;
        }
        runs.schedule(span.toSeconds());
        LOG.info(
                "reconciliation {}: {} objects, {} differences, {} fees booked",
                run.id(),
                run.listed(),
                run.differenceCount(),
                run.feesBooked());
    }

    private static String text(Run run) {
        return "billing-reconcile: run " + run.id() + " found " + run.differenceCount()
                + " differences (expected: none; ./millrace reconcile --run " + run.id() + " shows them)";
    }

    /** The differences that no later run found settled, as of the last look; null when there are none. */
    @Override
    public @Nullable String alarm() {
        return alarm.get();
    }
}
