package io.millrace.standalone.stack;

import io.millrace.embedded.FreePort;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.embedded.stripe.FakeStripe;
import io.millrace.embedded.stripe.FakeStripeOptions;
import io.millrace.schemas.topic.Topics;
import java.util.concurrent.CompletableFuture;

/** The servers that Millrace needs, inside this process, with their data below one directory. */
public final class Infrastructure {
    private Infrastructure() {}

    /**
     * Starts the servers, hands each to its closer as soon as it is up, and makes the tables and the
     * topics of the catalogue.
     *
     * @throws io.millrace.embedded.EmbeddedException naming a port that is taken, before anything is started
     */
    public static Endpoints start(Closeables open, DataDirectory data, Ports ports, Topics topics) {
        FreePort.choose("kafka", ports.kafka());
        FreePort.choose("registry", ports.registry());
        FreePort.choose("postgres", ports.database());
        FreePort.choose("stripe", ports.stripe());
        // PostgreSQL needs no broker, so the two slow starts run side by side.
        CompletableFuture<String> database = CompletableFuture.supplyAsync(() -> DatabaseSetup.apply(open.add(
                EmbeddedPostgresServer.start(new PostgresOptions(data.directory("postgres"), ports.database())))));
        try {
            EmbeddedKafka kafka =
                    open.add(EmbeddedKafka.start(new KafkaOptions(data.directory("kafka"), ports.kafka())));
            EmbeddedRegistry registry =
                    open.add(EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), ports.registry())));
            FakeStripe stripe =
                    open.add(FakeStripe.start(new FakeStripeOptions(data.directory("stripe"), ports.stripe())));
            Endpoints endpoints =
                    new Endpoints(kafka.bootstrapServers(), registry.url(), database.join(), stripe.url());
            TopicSetup.apply(endpoints, topics);
            return endpoints;
        } catch (RuntimeException e) {
            // Wait for PostgreSQL, so that whoever closes has it in hand.
            database.handle((url, error) -> url).join();
            throw e;
        }
    }
}
