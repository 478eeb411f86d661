package io.millrace.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.api.AccountRoutes;
import io.millrace.billing.api.ApiServer;
import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.api.CreditRoutes;
import io.millrace.billing.api.PlanRoutes;
import io.millrace.billing.api.RouteTable;
import io.millrace.billing.api.StripeRoutes;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.api.ApiKeyStore;
import io.millrace.billing.postgres.api.IdempotencyStore;
import io.millrace.schemas.time.Clock;
import java.util.Optional;

/** The API with connections of its own, so that callers of it never keep the loops waiting. Thread-safe. */
final class BillingApi implements AutoCloseable {
    private final HikariDataSource dataSource;
    private final ApiServer server;

    private BillingApi(HikariDataSource dataSource, ApiServer server) {
        this.dataSource = dataSource;
        this.server = server;
    }

    /** Serves a migrated database; empty where the settings say that nothing is served. */
    static Optional<BillingApi> start(
            BillingSettings settings, StripeRoutes stripe, PaymentPages pages, Accounts accounts, Clock clock) {
        ApiSettings api = settings.api();
        if (!api.isOn()) {
            return Optional.empty();
        }
        HikariDataSource dataSource = BillingDatabase.open(settings.jdbcUrl(), settings.user(), settings.password());
        try {
            RouteTable table = RouteTable.of(
                    new CreditRoutes(dataSource, clock, pages::open),
                    stripe,
                    new AccountRoutes(accounts),
                    new PlanRoutes(dataSource, clock));
            ApiServer server =
                    ApiServer.start(api, table, new ApiKeyStore(dataSource), new IdempotencyStore(dataSource), clock);
            return Optional.of(new BillingApi(dataSource, server));
        } catch (RuntimeException e) {
            // Whatever it was: the pool would hold its connections for good.
            dataSource.close();
            throw e;
        }
    }

    String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        dataSource.close();
    }
}
