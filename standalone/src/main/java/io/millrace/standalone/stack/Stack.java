package io.millrace.standalone.stack;

import io.millrace.billing.api.ApiSettings;
import io.millrace.billing.app.BillingApp;
import io.millrace.schemas.service.HttpSettings;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.sinks.SinksApp;
import io.millrace.sinks.SinksSettings;
import io.millrace.streams.StreamsApp;
import io.millrace.streams.StreamsSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The three modules that work on the topics, running in this process. */
public final class Stack implements RunningSystem {
    /** Consumer group of the metering. */
    public static final String STREAMS_GROUP = "millrace-streams";

    /** Large batches touch the open hours and days less often. */
    private static final int BATCH_ROWS = 10_000;

    private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    /** Each commit writes a marker to some thirty partitions of the one broker, so fewer of them leave it more room. */
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(250);

    private final StreamsApp streams;
    private final BillingApp billing;
    private final SinksApp sinks;
    private final BillingAccess billingAccess;
    private final Endpoints endpoints;

    private Stack(
            Closeables open,
            Endpoints endpoints,
            DataDirectory data,
            Topics topics,
            HttpSettings http,
            ApiSettings api,
            Clock clock) {
        this.endpoints = endpoints;
        // The job's start is the longest; the others are up by the time it is.
        CompletableFuture<SinksApp> starting =
                CompletableFuture.supplyAsync(() -> open.add(SinksApp.start(sinks(endpoints, data), topics)));
        try {
            streams = open.add(StreamsApp.start(
                    StreamsSettings.of(endpoints.kafkaAccess(), endpoints.registryAccess(), data.directory("streams"))
                            .withIntervals(FLUSH_INTERVAL, COMMIT_INTERVAL)
                            .with(http),
                    topics));
            billing =
                    open.add(BillingApp.start(BillingAccess.settings(endpoints).serving(api), topics, clock));
            billingAccess = open.add(BillingAccess.open(endpoints, topics));
            sinks = starting.join();
        } catch (RuntimeException e) {
            // Wait for the job, so that whoever closes has it in hand.
            starting.handle((app, error) -> app).join();
            throw e;
        }
    }

    /** Starts them, and hands each to its closer as soon as it is up. */
    public static Stack start(Closeables open, Endpoints endpoints, DataDirectory data, Topics topics, Clock clock) {
        return start(open, endpoints, data, topics, HttpSettings.CLOSED, ApiSettings.OFF, clock);
    }

    /**
     * The same with doors open.
     *
     * @param http where the metering shows its state
     * @param api where billing's API is served
     */
    public static Stack start(
            Closeables open,
            Endpoints endpoints,
            DataDirectory data,
            Topics topics,
            HttpSettings http,
            ApiSettings api,
            Clock clock) {
        return new Stack(open, endpoints, data, topics, http, api, clock);
    }

    public StreamsApp streams() {
        return streams;
    }

    /** Where billing's API is served; empty where it is not. */
    public Optional<String> apiUrl() {
        return billing.apiUrl();
    }

    @Override
    public Endpoints endpoints() {
        return endpoints;
    }

    @Override
    public String meteringState() {
        return streams.state().name();
    }

    public SinksApp sinks() {
        return sinks;
    }

    @Override
    public BillingAccess billing() {
        return billingAccess;
    }

    private static SinksSettings sinks(Endpoints endpoints, DataDirectory data) {
        return new SinksSettings(
                endpoints.kafkaAccess(),
                endpoints.registryAccess(),
                endpoints.jdbcUrl(),
                Login.JOB.role(),
                endpoints.password(Login.JOB),
                data.directory("checkpoints"),
                data.directory("tmp"),
                /* parallelism= */ Catalogue.PARTITIONS,
                BATCH_ROWS,
                SinksSettings.FLUSH_INTERVAL,
                SinksSettings.CHECKPOINT_INTERVAL);
    }
}
