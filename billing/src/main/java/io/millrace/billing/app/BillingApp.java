package io.millrace.billing.app;

import com.zaxxer.hikari.HikariDataSource;
import io.millrace.billing.api.StripeRoutes;
import io.millrace.billing.charging.PaymentGateway;
import io.millrace.billing.postgres.BalanceDays;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.postgres.BillingFigures;
import io.millrace.billing.postgres.Charge;
import io.millrace.billing.postgres.GrantKeeper;
import io.millrace.billing.postgres.LedgerStore;
import io.millrace.billing.stripe.StripePaymentGateway;
import io.millrace.billing.webhook.EventEffect;
import io.millrace.billing.webhook.EventFamily;
import io.millrace.billing.webhook.WebhookInbox;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Billing as it runs: drawdowns into the ledger, what time brings to grants, top-ups to Stripe, credits and notices to Kafka, each in a
 * loop of its own. Thread-safe.
 * Several may run at once on one database.
 */
public final class BillingApp implements AutoCloseable {
    private static final int CHARGES_MAX = 50;
    private static final int DATABASE_SECONDS = 2;
    private static final Duration DAYS_PAUSE = Duration.ofMinutes(1);

    private final HikariDataSource dataSource;
    private final CountedGateway gateway;
    private final PostingMeter posting = new PostingMeter();
    private final Credits credits;
    private final Returns returns;
    private final Webhooks webhooks;
    private final Reconciliation reconciliation;
    private final Accounts accounts;
    private final Optional<BillingApi> api;
    private final List<Loop> loops;

    private BillingApp(
            HikariDataSource dataSource, CountedGateway gateway, BillingSettings settings, Topics topics, Clock clock) {
        this.dataSource = dataSource;
        this.gateway = gateway;
        credits = new Credits(dataSource, gateway, clock);
        returns = Returns.of(dataSource, settings.stripe(), clock);
        PaymentPages pages = PaymentPages.of(dataSource, settings.stripe(), gateway, settings.charger(), clock);
        Map<EventFamily, EventEffect> effects = new EnumMap<>(returns.effects());
        effects.put(EventFamily.CHECKOUT, pages.effect());
        Dunning dunning = new Dunning(dataSource, settings.stripe(), settings.dunning(), clock);
        effects.putAll(dunning.effects());
        webhooks = Webhooks.of(dataSource, settings, gateway, effects, clock);
        reconciliation = Reconciliation.of(dataSource, settings.stripe(), gateway, clock);
        accounts = Accounts.of(dataSource, settings.stripe(), clock);
        api = BillingApi.start(
                settings, new StripeRoutes(webhooks.inbox(), reconciliation.runs()), pages, accounts, clock);
        loops = new ArrayList<>();
        try {
            startBooks(settings, topics, clock);
            loops.addAll(ChargingLoops.start(dataSource, gateway, settings.charger(), settings.pollInterval(), clock));
            loops.add(pages.loop(settings.pollInterval()));
            loops.add(accounts.loop(settings.pollInterval()));
            loops.add(returns.loop(settings.pollInterval()));
            loops.add(dunning.loop(settings.pollInterval()));
            loops.addAll(webhooks.loops());
            loops.addAll(reconciliation.loops(settings.reconcile()));
        } catch (RuntimeException e) {
            // Whatever it was: nobody else could close what was opened before it.
            closeParts();
            throw e;
        }
    }

    /** The loops of the ledger, each with what it holds open. */
    private void startBooks(BillingSettings settings, Topics topics, Clock clock) {
        Duration pause = settings.pollInterval();
        DrawdownConsumer consumer = consumer(settings, topics, clock);
        loops.add(Loop.start("billing-drawdowns", consumer::step, pause, consumer::close));
        OutboxPublisher publisher = OutboxPublisher.open(dataSource, settings, topics);
        loops.add(Loop.start("billing-outbox", () -> publisher.publishCredits() > 0, pause, () -> {}));
        loops.add(Loop.start("billing-states", () -> publisher.publishStates() > 0, pause, () -> {}));
        // Closed behind the loops before it, which have it in common.
        loops.add(Loop.start("billing-notices", () -> publisher.publishNotices() > 0, pause, publisher::close));
        GrantKeeper keeper = new GrantKeeper(dataSource, clock, settings.grantLateness());
        loops.add(Loop.start("billing-expiry", keeper::step, pause, () -> {}));
        loops.add(Loop.start("billing-days", new BalanceDays(dataSource)::step, DAYS_PAUSE, () -> {}));
    }

    /** Migrates the database and starts the loops; they wait for topics that are not there yet. */
    public static BillingApp start(BillingSettings settings, Topics topics, Clock clock) {
        return start(settings, topics, clock, StripePaymentGateway.of(settings.stripe()));
    }

    /** The same with another payment provider. */
    public static BillingApp start(BillingSettings settings, Topics topics, Clock clock, PaymentGateway gateway) {
        HikariDataSource dataSource = BillingDatabase.open(settings.jdbcUrl(), settings.user(), settings.password());
        try {
            BillingDatabase.migrate(dataSource);
            return new BillingApp(dataSource, new CountedGateway(gateway), settings, topics, clock);
        } catch (RuntimeException e) {
            // Whatever it was: the pool would hold its connections for good.
            dataSource.close();
            throw e;
        }
    }

    private DrawdownConsumer consumer(BillingSettings settings, Topics topics, Clock clock) {
        Map<String, Object> config = settings.kafka().properties();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.clientId());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchMax());
        var deserializer = AvroSerdes.at(settings.registry()).deserializer(topics.drawdowns());
        return new DrawdownConsumer(
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                Admin.create(settings.kafka().properties()),
                topics.drawdowns(),
                new DrawdownReader(deserializer),
                new LedgerStore(dataSource),
                settings.pollInterval(),
                posting,
                clock);
    }

    /** Where the API listens, such as http://127.0.0.1:8090; empty where it is off. */
    public Optional<String> apiUrl() {
        return api.map(BillingApi::url);
    }

    public Credits credits() {
        return credits;
    }

    /** Refunds and disputes. */
    public Returns returns() {
        return returns;
    }

    /** Where webhooks of Stripe are handed in. */
    public WebhookInbox webhooks() {
        return webhooks.inbox();
    }

    /** The end of accounts. */
    public Accounts accounts() {
        return accounts;
    }

    public Reconciliation reconciliation() {
        return reconciliation;
    }

    /** The last 50 top-ups, the latest changed first. */
    public List<Charge> recentCharges() {
        return credits.recentCharges(CHARGES_MAX);
    }

    /** The books and Stripe's list, side by side. */
    public BillingTotals totals() {
        return BillingAudit.totals(dataSource, gateway);
    }

    /** What the loops stumble over now; empty when all is well. */
    public List<String> failures() {
        return Stream.concat(
                        loops.stream().map(Loop::failure),
                        Stream.of(webhooks, reconciliation, accounts).map(Alarmed::alarm))
                .flatMap(Stream::ofNullable)
                .map(Objects::requireNonNull)
                .toList();
    }

    /** What this process posted. */
    PostingMeter posting() {
        return posting;
    }

    CountedGateway gateway() {
        return gateway;
    }

    List<Loop> loops() {
        return List.copyOf(loops);
    }

    BillingFigures figures() {
        return BillingFigures.read(dataSource);
    }

    /** @throws SQLException when the database does not answer */
    void requireDatabase() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(DATABASE_SECONDS)) {
                throw new SQLException("no answer within " + DATABASE_SECONDS + " s");
            }
        }
    }

    /** Ends the requests under way and takes no more. */
    void closeApi() {
        api.ifPresent(BillingApi::close);
    }

    /** Ends the loops after the step at hand, all of them at once. */
    void closeLoops() {
        loops.forEach(Loop::stop);
        loops.forEach(Loop::close);
    }

    /** Ends the loops after the step at hand, then lets go of Kafka and the database. Nothing that is booked is lost. */
    @Override
    public void close() {
        closeParts();
        dataSource.close();
    }

    private void closeParts() {
        closeApi();
        closeLoops();
    }
}
