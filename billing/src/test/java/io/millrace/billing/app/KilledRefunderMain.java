package io.millrace.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.RefundStore;
import io.millrace.billing.returns.RefundSettings;
import io.millrace.billing.returns.Refunder;
import io.millrace.billing.stripe.StripeRefunds;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.SystemClock;
import java.time.Duration;

/** A refunder in a process of its own that ends at a {@link RefundKillPoint}. */
final class KilledRefunderMain {
    private static final int STEPS_MAX = 500;
    private static final Duration MILLI = Duration.ofMillis(1);

    private KilledRefunderMain() {}

    /** Arguments: JDBC URL, user, URL of Stripe, name of the point. Exits normally where the point was not reached. */
    public static void main(String[] arguments) {
        RefundKillPoint point = RefundKillPoint.valueOf(arguments[3]);
        StripeSettings stripe = new StripeSettings(new Secret("sk_test_1"), arguments[2], false);
        try (HikariDataSource dataSource = BillingDatabase.open(arguments[0], arguments[1], new Secret(""))) {
            Refunder refunder = new Refunder(
                    point.in(new RefundStore(dataSource, new SystemClock())),
                    point.in(StripeRefunds.of(stripe)),
                    new RefundSettings(MILLI, MILLI, Duration.ofDays(1)));
            for (int i = 0; i < STEPS_MAX; i++) {
                refunder.step();
            }
        }
    }
}
