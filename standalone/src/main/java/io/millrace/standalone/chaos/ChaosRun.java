package io.millrace.standalone.chaos;

import io.millrace.billing.app.BillingAudit;
import io.millrace.schemas.rating.Price;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.audit.Audit;
import io.millrace.standalone.audit.AuditReport;
import io.millrace.standalone.audit.Check;
import io.millrace.standalone.audit.StoreSums;
import io.millrace.standalone.chaos.load.ChaosLoad;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.load.LoadPlan;
import io.millrace.standalone.chaos.plan.ChaosSettings;
import io.millrace.standalone.chaos.plan.Fault;
import io.millrace.standalone.chaos.plan.FaultPlan;
import io.millrace.standalone.demo.Seeding;
import io.millrace.standalone.demo.Settling;
import io.millrace.standalone.stack.BillingAccess;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DatabaseAccess;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.workload.WorkloadPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A run: load, faults, an end to both, and the checks. Not thread-safe. */
public final class ChaosRun {
    private static final long HEAD_START_MICROS = 4_000_000;
    private static final long LOOK_MILLIS = 100;
    /** After the end of the load. */
    private static final Duration PUBLISHED_MAX = Duration.ofMinutes(4);

    private static final Duration DELIVERED_MAX = Duration.ofMinutes(1);
    private static final Duration CAUGHT_UP_MAX = Duration.ofMinutes(2);

    private final Target target;
    private final ChaosSettings settings;
    private final Topics topics;
    private final Clock clock;
    private final ChaosListener listener;
    private final Endpoints endpoints;
    private final BillingAccess billing;
    private final StoreSums sums;

    /** @param open closes what the run opens */
    public ChaosRun(
            Closeables open,
            Target target,
            ChaosSettings settings,
            Topics topics,
            Clock clock,
            ChaosListener listener) {
        this.target = target;
        this.settings = settings;
        this.topics = topics;
        this.clock = clock;
        this.listener = listener;
        this.endpoints = target.endpoints();
        this.billing = open.add(BillingAccess.open(endpoints, topics));
        this.sums = new StoreSums(open.add(DatabaseAccess.open(endpoints, Login.OWNER)), billing);
    }

    /** @param directory for the gateway's files */
    public ChaosReport run(Path directory) throws InterruptedException {
        List<Fault> plan = FaultPlan.of(settings, target.profiles());
        listener.planned(plan);
        seed(new ChaosLoad(settings, clock.nowMicros(), List.of()));
        GatewaySetup setup = GatewaySetup.of(directory, settings, clock.nowMicros() + HEAD_START_MICROS, plan);
        target.startLoad(setup);
        try (Watcher watcher = new Watcher(
                new Observer(endpoints, topics, setup, target.deliveries(), clock), target, listener::recovered)) {
            FaultRunner runner = new FaultRunner(target, watcher, listener, setup, clock);
            runner.run(plan);
            settle(setup, watcher);
            listener.note("faults are over and everything has settled; auditing");
            ChaosChecks checks = new ChaosChecks(new Records(endpoints), topics, target.deliveries());
            AuditReport audit = audit(checks, setup);
            List<FaultOutcome> outcomes = watcher.outcomes();
            Gaps gaps = new Gaps(settings, setup, plan.size(), outcomes.size(), runner.notMade());
            return new ChaosReport(
                    settings,
                    outcomes,
                    target.unaskedEnds(),
                    target.deliveries().repeats(),
                    audit,
                    checks.examples(),
                    gaps.of(audit));
        }
    }

    /** Prices, workspaces, policies and credit, before the first call. */
    private void seed(ChaosLoad load) {
        List<Price> prices = Seeding.prices(endpoints, topics);
        WorkloadPlan plan = LoadPlan.of(load, prices);
        Seeding.plan(endpoints, topics, plan);
        Seeding.credits(billing.credits(), plan, 1);
        billing.publishCredits();
    }

    private void settle(GatewaySetup setup, Watcher watcher) throws InterruptedException {
        long left = Math.max(0, setup.startMicros() / 1_000 + settings.lastsMillis() - clock.nowMillis());
        await(() -> Files.exists(setup.done()), Duration.ofMillis(left).plus(PUBLISHED_MAX));
        await(() -> !watcher.isPending(), CAUGHT_UP_MAX);
        long calls = ChaosChecks.acknowledgedCalls(setup);
        new Settling(new Records(endpoints), topics, sums, this::chargesPending, clock).await(calls);
        await(
                new ChaosChecks(new Records(endpoints), topics, target.deliveries())::isEveryAlertDelivered,
                DELIVERED_MAX);
    }

    private AuditReport audit(ChaosChecks checks, GatewaySetup setup) {
        List<Check> all = new ArrayList<>(
                new Audit(new Records(endpoints), topics, sums).run().checks());
        all.addAll(checks.run(
                setup,
                billing.gateway().listSucceeded(),
                BillingAudit.totals(billing.dataSource(), billing.gateway()).paidGrants()));
        return new AuditReport(all);
    }

    private boolean chargesPending() {
        return billing.credits().recentCharges(50).stream()
                .anyMatch(charge -> charge.state().isActive());
    }

    private void await(BooleanSupplier condition, Duration max) throws InterruptedException {
        long deadline = clock.tickNanos() + max.toNanos();
        while (!condition.getAsBoolean() && clock.tickNanos() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
