package io.millrace.standalone.stack;

import io.millrace.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A Millrace that runs elsewhere. Thread-safe. */
public final class ConnectedSystem implements RunningSystem {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Connection connection;
    private final BillingAccess billing;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private ConnectedSystem(Connection connection, BillingAccess billing) {
        this.connection = connection;
        this.billing = billing;
    }

    /** Opens what it needs, and hands it to its closer. */
    public static ConnectedSystem open(Closeables open, Connection connection, Topics topics) {
        return new ConnectedSystem(connection, open.add(BillingAccess.open(connection.endpoints(), topics)));
    }

    @Override
    public Endpoints endpoints() {
        return connection.endpoints();
    }

    @Override
    public BillingAccess billing() {
        return billing;
    }

    /** What its health says; that it does not answer, or where none is known, is an answer too. */
    @Override
    public String meteringState() {
        if (connection.metering().isEmpty()) {
            return "metering.url is not set";
        }
        URI health = URI.create(connection.metering() + "/health/ready");
        try {
            return http.send(HttpRequest.newBuilder(health).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            return health + " does not answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
