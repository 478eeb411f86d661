package io.millrace.billing.app;

import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.KafkaProbe;
import io.millrace.schemas.service.Health;
import io.millrace.schemas.service.Probe;
import io.millrace.schemas.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Billing works when the database and Kafka answer, drawdowns are being read, what is booked reaches Kafka, and Stripe does not refuse it.
 * Whatever is away comes back without a restart; only a loop that has ended needs one. Thread-safe.
 */
final class BillingHealth implements Health {
    private static final String DRAWDOWNS = "billing-drawdowns";
    private static final String CHARGER = "billing-charger";
    private static final String OUTBOX = "billing-outbox";

    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(2);

    private final BillingApp app;
    private final Probe database;
    private final Probe kafka;

    BillingHealth(BillingApp app, KafkaAccess access, Clock clock) {
        this.app = app;
        database = new Probe("database", app::requireDatabase, clock);
        kafka = new Probe("kafka", () -> KafkaProbe.require(access, KAFKA_PATIENCE), clock);
    }

    @Override
    public boolean isLive() {
        return app.loops().stream().allMatch(Loop::isAlive);
    }

    @Override
    public String state() {
        return isLive() ? "RUNNING" : "ENDED";
    }

    @Override
    public List<Part> parts() {
        return List.of(database.part(), kafka.part(), drawdowns(), loop("outbox", OUTBOX), stripe());
    }

    private Part drawdowns() {
        Part loop = loop("drawdowns", DRAWDOWNS);
        return loop.ready() && !app.posting().isReading() ? Part.waiting("drawdowns", "not read yet") : loop;
    }

    /** Other failures of the charger are those of another part. */
    private Part stripe() {
        Part charger = loop("stripe", CHARGER);
        return charger.detail().contains("charging: stopped by") ? charger : Part.ready("stripe");
    }

    private Part loop(String part, String name) {
        return app.loops().stream()
                .filter(loop -> loop.name().equals(name))
                .map(Loop::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .map(failure -> Part.waiting(part, failure))
                .orElse(Part.ready(part));
    }
}
