package io.millrace.billing.app;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.dunning.DunningSettings;
import io.millrace.billing.postgres.GrantKeeper;
import io.millrace.billing.reconcile.ReconcileSettings;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.billing.webhook.EventSettings;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything billing needs to know to start.
 *
 * @param kafka how Kafka is reached
 * @param registry how the schema registry is reached
 * @param stripeReturnUrl where customers come back to from Stripe's page after they agreed to a payment; null: none is sent there
 * @param stripeBankDebits whether debits of US bank accounts are taken beside cards
 * @param batchMax drawdowns fetched from Kafka at once, at most
 * @param pollInterval how long the consumer waits for drawdowns, and the other loops between two looks
 * @param grantLateness how long after its expiry a grant waits for drawdowns of usage from before it, 0 to 35 days
 * @param api {@link ApiSettings#OFF} serves none
 */
public record BillingSettings(
        KafkaAccess kafka,
        RegistryAccess registry,
        String jdbcUrl,
        String user,
        Secret password,
        Secret stripeApiKey,
        String stripeApiBase,
        boolean stripeLiveAllowed,
        @Nullable String stripeReturnUrl,
        boolean stripeBankDebits,
        String clientId,
        int batchMax,
        Duration pollInterval,
        ChargerSettings charger,
        Duration grantLateness,
        EventSettings events,
        ReconcileSettings reconcile,
        DunningSettings dunning,
        ApiSettings api) {
    private static final int BATCH_DEFAULT = 10_000;
    private static final int BATCH_LIMIT = 100_000;
    private static final int POLL_MILLIS_DEFAULT = 250;
    private static final int POLL_MILLIS_LIMIT = 5_000;

    public BillingSettings {
        if (batchMax < 1 || batchMax > BATCH_LIMIT) {
            throw Expected.illegal("batch max", batchMax, "1 to " + BATCH_LIMIT + " drawdowns");
        }
        if (pollInterval.toMillis() < 1 || pollInterval.toMillis() > POLL_MILLIS_LIMIT) {
            throw Expected.illegal("poll interval", pollInterval, "1 to " + POLL_MILLIS_LIMIT + " ms");
        }
    }

    /** Those that have no default, the rest at theirs; only test keys of Stripe are taken. */
    public static BillingSettings of(
            String bootstrapServers,
            String registryUrl,
            String jdbcUrl,
            String user,
            Secret password,
            Secret stripeApiKey,
            String stripeApiBase) {
        return of(
                KafkaAccess.plaintext(bootstrapServers),
                RegistryAccess.at(registryUrl),
                jdbcUrl,
                user,
                password,
                stripeApiKey,
                stripeApiBase);
    }

    /** The same with what it takes to be let in. */
    public static BillingSettings of(
            KafkaAccess kafka,
            RegistryAccess registry,
            String jdbcUrl,
            String user,
            Secret password,
            Secret stripeApiKey,
            String stripeApiBase) {
        return new BillingSettings(
                kafka,
                registry,
                jdbcUrl,
                user,
                password,
                stripeApiKey,
                stripeApiBase,
                false,
                null,
                false,
                "millrace-billing",
                BATCH_DEFAULT,
                Duration.ofMillis(POLL_MILLIS_DEFAULT),
                ChargerSettings.DEFAULTS,
                GrantKeeper.LATENESS_DEFAULT,
                EventSettings.DEFAULTS,
                ReconcileSettings.DEFAULTS,
                DunningSettings.DEFAULTS,
                ApiSettings.OFF);
    }

    /** Reads texts such as {@code jdbc.url}; all problems at once. */
    public static BillingSettings read(Map<String, String> values) {
        return read(new ConfigReader(values));
    }

    /** The same from a reader, which is finished. */
    static BillingSettings read(ConfigReader reader) {
        KafkaAccess kafka = KafkaAccess.read(reader, "");
        RegistryAccess registry = RegistryAccess.read(reader, "schema.registry.");
        String jdbcUrl = reader.text("jdbc.url", null);
        String user = reader.text("jdbc.user", null);
        Secret password = reader.secret("jdbc.password");
        Secret apiKey = reader.secret("stripe.api.key");
        String apiBase = reader.text("stripe.api.base", "https://api.stripe.com");
        boolean live = reader.flag("stripe.live.allowed", false);
        String returnUrl = reader.text("stripe.return.url", "");
        boolean bankDebits = reader.flag("stripe.bank.debits", false);
        String clientId = reader.text("client.id", "millrace-billing");
        int batchMax = reader.integer("batch.max", BATCH_DEFAULT, 1, BATCH_LIMIT);
        int pollMillis = reader.integer("poll.interval.ms", POLL_MILLIS_DEFAULT, 1, POLL_MILLIS_LIMIT);
        EventSettings events = events(reader);
        ReconcileSettings reconcile = reconcile(reader);
        int lateness = reader.integer("grant.lateness.minutes", (int) GrantKeeper.LATENESS_DEFAULT.toMinutes(), 0, (int)
                GrantKeeper.LATENESS_MAX.toMinutes());
        DunningSettings dunning = DunningTexts.read(reader);
        ApiSettings api = ApiTexts.read(reader);
        if (!apiKey.reveal().isEmpty()) {
            requireStripe(reader, apiKey, apiBase, live, returnUrl.isEmpty() ? null : returnUrl);
        }
        reader.finish();
        return new BillingSettings(
                kafka,
                registry,
                jdbcUrl,
                user,
                password,
                apiKey,
                apiBase,
                live,
                returnUrl.isEmpty() ? null : returnUrl,
                bankDebits,
                clientId,
                batchMax,
                Duration.ofMillis(pollMillis),
                ChargerSettings.DEFAULTS,
                Duration.ofMinutes(lateness),
                events,
                reconcile,
                dunning,
                api);
    }

    private static EventSettings events(ConfigReader reader) {
        List<Secret> secrets = Stream.of("stripe.webhook.secret", "stripe.webhook.secret.previous")
                .map(reader::optionalSecret)
                .flatMap(Optional::stream)
                .toList();
        int seconds = reader.integer(
                "stripe.events.poll.seconds", EventSettings.POLL_SECONDS_DEFAULT, 0, EventSettings.POLL_SECONDS_MAX);
        return new EventSettings(secrets, Duration.ofSeconds(seconds));
    }

    private static void requireStripe(
            ConfigReader reader, Secret apiKey, String apiBase, boolean live, @Nullable String returnUrl) {
        try {
            new StripeSettings(apiKey, apiBase, live, returnUrl, /* bankDebits= */ false).live();
        } catch (IllegalArgumentException e) {
            reader.problem(String.valueOf(e.getMessage()));
        }
    }

    private static ReconcileSettings reconcile(ConfigReader reader) {
        int hours = reader.integer("reconcile.hours", ReconcileSettings.HOURS_DEFAULT, 0, ReconcileSettings.HOURS_MAX);
        int lagMinutes = reader.integer(
                "reconcile.lag.minutes", ReconcileSettings.LAG_MINUTES_DEFAULT, 0, ReconcileSettings.LAG_MINUTES_MAX);
        return new ReconcileSettings(Duration.ofHours(hours), Duration.ofMinutes(lagMinutes));
    }

    /** The same with an API. */
    public BillingSettings serving(ApiSettings served) {
        return new BillingSettings(
                kafka,
                registry,
                jdbcUrl,
                user,
                password,
                stripeApiKey,
                stripeApiBase,
                stripeLiveAllowed,
                stripeReturnUrl,
                stripeBankDebits,
                clientId,
                batchMax,
                pollInterval,
                charger,
                grantLateness,
                events,
                reconcile,
                dunning,
                served);
    }

    StripeSettings stripe() {
        return new StripeSettings(stripeApiKey, stripeApiBase, stripeLiveAllowed, stripeReturnUrl, stripeBankDebits);
    }
}
