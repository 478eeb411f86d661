package io.millrace.billing.app;

import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.charging.OrphanJanitor;
import io.millrace.billing.charging.PacedGateway;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.OrphanStore;
import io.millrace.billing.postgres.RechargeSweep;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.postgres.postpaid.PostpaidSweep;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The loops that charge cards, and look after what charging leaves behind. */
final class ChargingLoops {
    private static final Duration SWEEP_PAUSE = Duration.ofSeconds(30);
    private static final Duration ORPHANS_PAUSE = Duration.ofMinutes(5);
    private static final Duration FROZEN_PAUSE = Duration.ofSeconds(10);

    private ChargingLoops() {}

    static List<Loop> start(
            DataSource dataSource, PaymentGateway gateway, ChargerSettings settings, Duration idlePause, Clock clock) {
        TopUpStore topUps = new TopUpStore(dataSource, clock);
        PaymentGateway paced = new PacedGateway(gateway, clock);
        Charger charger = new Charger(topUps, paced, settings, clock);
        OrphanJanitor orphans = new OrphanJanitor(new OrphanStore(dataSource), paced);
        RechargeSweep sweep = new RechargeSweep(dataSource);
        PostpaidSweep postpaid = new PostpaidSweep(dataSource, clock);
        return List.of(
                Loop.start("billing-charger", charger::step, idlePause, () -> {}),
                Loop.start("billing-recharge", sweep::step, SWEEP_PAUSE, () -> {}),
                Loop.start("billing-postpaid", postpaid::step, SWEEP_PAUSE, () -> {}),
                Loop.start("billing-orphans", orphans::step, ORPHANS_PAUSE, () -> {}),
                Loop.start("billing-frozen", () -> requireNoneFrozen(topUps), FROZEN_PAUSE, () -> {}));
    }

    /** A failure of this loop is how a frozen top-up is seen among {@link BillingApp#failures}. */
    private static boolean requireNoneFrozen(TopUpStore topUps) {
        List<String> frozen = topUps.frozen();
        if (!frozen.isEmpty()) {
            throw new IllegalStateException(String.join("; ", frozen));
        }
        return false;
    }
}
