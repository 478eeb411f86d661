package io.millrace.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.charging.Charger;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.Notices;
import io.millrace.billing.postgres.TopUpStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;

/** A charger in a process of its own that ends at a {@link KillPoint}. */
final class KilledChargerMain {
    private static final int STEPS_MAX = 20;

    private KilledChargerMain() {}

    /** Arguments: JDBC URL, user, URL of Stripe, name of the point. Exits normally where the point was not reached. */
    public static void main(String[] arguments) {
        KillPoint point = KillPoint.valueOf(arguments[3]);
        Notices dying = (handle, notice) -> {
            Notices.OUTBOX.tell(handle, notice);
            point.reached(KillPoint.SETTLING);
        };
        PaymentGateway gateway =
                StripePaymentGateway.of(new StripeSettings(new Secret("sk_test_1"), arguments[2], false));
        try (HikariDataSource dataSource = BillingDatabase.open(arguments[0], arguments[1], new Secret(""))) {
            TopUpStore topUps = new TopUpStore(dataSource, new SystemClock(), dying);
            Charger charger = new Charger(point.in(topUps), point.in(gateway), ChargeBench.HASTY);
            for (int i = 0; i < STEPS_MAX; i++) {
                charger.step();
            }
        }
    }
}
