package io.millrace.billing.app;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.api.KeyHashes;
import io.millrace.billing.charging.ChargerSettings;
import io.millrace.billing.postgres.GrantKeeper;
import io.millrace.billing.stripe.StripeSettings;
import io.millrace.schemas.config.ConfigReader;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything billing needs to know to start.
 *
 * @param batchMax drawdowns fetched from Kafka at once, at most
 * @param pollInterval how long the consumer waits for drawdowns, and the other loops between two looks
 * @param grantLateness how long after its expiry a grant waits for drawdowns of usage from before it, 0 to 35 days
 * @param api {@link ApiSettings#OFF} serves none
 */
public record BillingSettings(
        String bootstrapServers,
        String registryUrl,
        String jdbcUrl,
        String user,
        Secret password,
        Secret stripeApiKey,
        String stripeApiBase,
        boolean stripeLiveAllowed,
        String clientId,
        int batchMax,
        Duration pollInterval,
        ChargerSettings charger,
        Duration grantLateness,
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
        return new BillingSettings(
                bootstrapServers,
                registryUrl,
                jdbcUrl,
                user,
                password,
                stripeApiKey,
                stripeApiBase,
                false,
                "millrace-billing",
                BATCH_DEFAULT,
                Duration.ofMillis(POLL_MILLIS_DEFAULT),
                ChargerSettings.DEFAULTS,
                GrantKeeper.LATENESS_DEFAULT,
                ApiSettings.OFF);
    }

    /** Reads texts such as {@code jdbc.url}; all problems at once. */
    public static BillingSettings read(Map<String, String> values) {
        ConfigReader reader = new ConfigReader(values);
        String bootstrap = reader.text("bootstrap.servers", null);
        String registry = reader.text("schema.registry.url", null);
        String jdbcUrl = reader.text("jdbc.url", null);
        String user = reader.text("jdbc.user", null);
        Secret password = reader.secret("jdbc.password");
        Secret apiKey = reader.secret("stripe.api.key");
        String apiBase = reader.text("stripe.api.base", "https://api.stripe.com");
        boolean live = reader.flag("stripe.live.allowed", false);
        String clientId = reader.text("client.id", "millrace-billing");
        int batchMax = reader.integer("batch.max", BATCH_DEFAULT, 1, BATCH_LIMIT);
        int pollMillis = reader.integer("poll.interval.ms", POLL_MILLIS_DEFAULT, 1, POLL_MILLIS_LIMIT);
        int lateness = reader.integer("grant.lateness.minutes", (int) GrantKeeper.LATENESS_DEFAULT.toMinutes(), 0, (int)
                GrantKeeper.LATENESS_MAX.toMinutes());
        ApiSettings api = api(reader);
        reader.finish();
        return new BillingSettings(
                bootstrap,
                registry,
                jdbcUrl,
                user,
                password,
                apiKey,
                apiBase,
                live,
                clientId,
                batchMax,
                Duration.ofMillis(pollMillis),
                ChargerSettings.DEFAULTS,
                Duration.ofMinutes(lateness),
                api);
    }

    private static ApiSettings api(ConfigReader reader) {
        String host = reader.text("api.host", ApiSettings.LOOPBACK);
        int port = reader.integer("api.port", ApiSettings.OFF_PORT, ApiSettings.OFF_PORT, ApiSettings.PORT_MAX);
        int rate = reader.integer(
                "api.requests.per.second", ApiSettings.REQUESTS_DEFAULT, 1, ApiSettings.REQUESTS_MAX);
        List<Secret> peppers = new ArrayList<>();
        for (String key : List.of("api.key.pepper", "api.key.pepper.previous")) {
            if (reader.given(key)) {
                peppers.add(reader.secret(key));
            }
        }
        boolean tooShort = peppers.stream().anyMatch(pepper -> pepper.reveal().length() < KeyHashes.PEPPER_LENGTH_MIN);
        if (tooShort || (port != ApiSettings.OFF_PORT && !reader.given("api.key.pepper"))) {
            String rule = "a secret of " + KeyHashes.PEPPER_LENGTH_MIN + " characters or more, where api.port is set";
            reader.problem(Expected.message("api.key.pepper", tooShort ? "too short" : "missing", rule));
            return ApiSettings.OFF;
        }
        return new ApiSettings(host, port, peppers, rate);
    }

    /** The same with an API. */
    public BillingSettings serving(ApiSettings served) {
        return new BillingSettings(
                bootstrapServers,
                registryUrl,
                jdbcUrl,
                user,
                password,
                stripeApiKey,
                stripeApiBase,
                stripeLiveAllowed,
                clientId,
                batchMax,
                pollInterval,
                charger,
                grantLateness,
                served);
    }

    StripeSettings stripe() {
        return new StripeSettings(stripeApiKey, stripeApiBase, stripeLiveAllowed);
    }
}
