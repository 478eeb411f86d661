package io.millrace.billing.app;

import io.millrace.billing.postgres.BillingFigures;
import io.millrace.schemas.service.CertificateMetrics;
import io.millrace.schemas.service.Monitor;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.service.Running;
import io.millrace.schemas.service.ServiceSettings;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Billing as a process of its own, with a door for people and monitors. Thread-safe. */
final class BillingService implements Running {
    private static final Duration FIGURES_EVERY = Duration.ofSeconds(5);
    private static final Duration WATCH_EVERY = Duration.ofMinutes(1);
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** @param readNanos by the counter of the clock */
    private record Reading(BillingFigures figures, long readNanos) {}

    private final BillingApp app;
    private final Monitor monitor;
    private final Clock clock;
    private final AtomicReference<@Nullable Reading> reading = new AtomicReference<>();
    private final Loop figures;
    private final LedgerWatch watch;
    private final Loop watching;

    private BillingService(BillingApp app, Monitor monitor, Clock clock) {
        this.app = app;
        this.monitor = monitor;
        this.clock = clock;
        figures = Loop.start("billing-figures", this::read, FIGURES_EVERY, () -> {});
        watch = new LedgerWatch(app::proof, clock);
        watching = Loop.start("billing-proof", watch::step, WATCH_EVERY, () -> {});
    }

    /** Takes the port first, so that one that is taken stops the start. */
    static BillingService start(BillingSettings settings, ServiceSettings service, Clock clock) {
        Monitor monitor = Monitor.bind("billing", service.http());
        try {
            CertificateMetrics certificates = CertificateMetrics.of(
                    "billing",
                    clock,
                    settings.kafka().keystore(),
                    settings.registry().keystore());
            BillingService started =
                    new BillingService(BillingApp.start(settings, service.topics(), clock), monitor, clock);
            monitor.open(
                    new BillingHealth(started.app, settings.kafka(), clock),
                    List.of(
                            started.app.posting()::write,
                            started.app.gateway()::write,
                            page -> BillingPage.writeLoops(page, started.app.loops(), started.app.failures()),
                            started::writeFigures,
                            started.watch::write,
                            certificates));
            return started;
        } catch (RuntimeException e) {
            monitor.close();
            throw e;
        }
    }

    /** {@code host:port} of the door; null where there is none. */
    @Nullable
    String address() {
        return monitor.address();
    }

    private boolean read() {
        reading.set(new Reading(app.figures(), clock.tickNanos()));
        return false;
    }

    private void writeFigures(PrometheusText page) {
        Reading last = reading.get();
        BillingPage.write(
                page,
                last == null ? null : last.figures(),
                last == null ? 0 : (clock.tickNanos() - last.readNanos()) / NANOS_PER_MILLI);
    }

    @Override
    public boolean isLive() {
        return app.loops().stream().allMatch(Loop::isAlive);
    }

    @Override
    public List<Step> drain() {
        return List.of(
                new Step("readiness", monitor::retire),
                new Step("api", app::closeApi),
                new Step("loops", () -> {
                    figures.stop();
                    watching.stop();
                    figures.close();
                    watching.close();
                    app.closeLoops();
                }),
                new Step("database", app::close),
                new Step("http", monitor::close));
    }
}
