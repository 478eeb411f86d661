package io.millrace.alerts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.alerts.AlertsSettings;
import io.millrace.alerts.Destination;
import io.millrace.alerts.Way;
import io.millrace.alerts.delivery.RetryRule;
import io.millrace.alerts.message.Interest;
import io.millrace.alerts.send.Receiver;
import io.millrace.schemas.billing.NoticeKind;
import io.millrace.schemas.budget.AlertKind;
import io.millrace.schemas.config.KafkaAccess;
import io.millrace.schemas.config.RegistryAccess;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.delivery.Undelivered;
import io.millrace.schemas.time.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the topics to real receivers over HTTP, with failures on the way. */
@SuppressWarnings("NullAway.Init")
final class AlertDeliveryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final RetryRule QUICK =
            new RetryRule(Duration.ofMillis(20), Duration.ofMillis(100), 4, Duration.ZERO, 2);
    private static final RetryRule PATIENT =
            new RetryRule(Duration.ofMillis(20), Duration.ofMillis(200), 4, Duration.ofHours(1), 2);

    @TempDir
    private static Path directory;

    private static AlertTopics topics;

    private final Receiver receiver = new Receiver();
    private final String group = "group-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(receiver));

    @BeforeAll
    static void start() throws ExecutionException, InterruptedException {
        topics = new AlertTopics(directory);
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static Destination webhook(String name, Receiver receiver) {
        return new Destination(
                name,
                new Way.Webhook(new Secret(receiver.url()), SECRET, Duration.ofSeconds(1)),
                new Interest(EnumSet.allOf(AlertKind.class), EnumSet.allOf(NoticeKind.class), Set.of(), 0),
                4,
                Duration.ofHours(1));
    }

    private AlertDelivery deliver(RetryRule rule, Destination... destinations) {
        AlertDelivery delivery = deliver(topics, rule, destinations);
        open.add(0, delivery);
        return delivery;
    }

    private AlertDelivery deliver(AlertTopics from, RetryRule rule, Destination... destinations) {
        return AlertDelivery.start(
                new AlertsSettings(
                        KafkaAccess.plaintext(from.bootstrapServers()),
                        RegistryAccess.at(from.registryUrl()),
                        group,
                        List.of(destinations),
                        rule),
                AlertTopics.TOPICS,
                Duration.ofSeconds(10),
                new SystemClock());
    }

    /** A third of the tries fail, and the service is restarted three times: each message is taken once. */
    @Test
    void everyMessageIsTakenOnceThoughTriesFailAndTheServiceRestarts() {
        receiver.answering((id, attempt) -> attempt > Math.floorMod(id.hashCode(), 3) ? 204 : 503);
        Set<String> ids = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            AlertDelivery delivery = deliver(PATIENT, webhook("ops", receiver));
            for (int i = 0; i < 40; i++) {
                ids.add(topics.alert("w" + i % 7, null));
            }
            ids.add(topics.notice("w" + round));
            int half = ids.size() - 20;
            await().atMost(PATIENCE).until(() -> intersection(ids) >= half);
            delivery.close();
        }
        deliver(PATIENT, webhook("ops", receiver));
        await().atMost(PATIENCE).until(() -> intersection(ids) == ids.size());
        assertThat(ids).allMatch(id -> receiver.takenTimes(id) == 1);
    }

    private long intersection(Set<String> ids) {
        return ids.stream().filter(receiver.taken()::contains).count();
    }

    /** Partitions move between two instances while messages wait for their next try: each message is taken once. */
    @Test
    void everyMessageIsTakenOnceThoughPartitionsMove() {
        receiver.answering((id, attempt) -> attempt > Math.floorMod(id.hashCode(), 4) ? 204 : 503);
        Set<String> ids = new HashSet<>();
        deliver(PATIENT, webhook("ops", receiver));
        for (int round = 0; round < 3; round++) {
            AlertDelivery other = deliver(PATIENT, webhook("ops", receiver));
            for (int i = 0; i < 60; i++) {
                ids.add(topics.alert("w" + i % 7, null));
            }
            int half = ids.size() - 30;
            await().atMost(PATIENCE).until(() -> intersection(ids) >= half);
            other.close();
        }
        await().atMost(PATIENCE).until(() -> intersection(ids) == ids.size());
        assertThat(ids).allMatch(id -> receiver.takenTimes(id) == 1);
    }

    @Test
    void aReceiverThatIsAwayKeepsNoOtherWaiting() {
        Receiver other = new Receiver();
        open.add(other);
        receiver.answering((id, attempt) -> 503);
        AlertDelivery delivery = deliver(PATIENT, webhook("away", receiver), webhook("there", other));
        String id = topics.alert("acme", null);
        await().atMost(PATIENCE).until(() -> other.taken().contains(id));
        assertThat(receiver.taken()).isEmpty();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(delivery.totals().get(0))
                        .satisfies(away -> assertThat(away.waiting()).isPositive())
                        .satisfies(away -> assertThat(away.retried()).isPositive()));
        receiver.answering((any, attempt) -> 204);
        await().atMost(PATIENCE).until(() -> receiver.taken().contains(id));
    }

    @Test
    void whatIsNotTakenIsKeptAndTheOthersGoOn() {
        String refused = topics.alert("acme", null);
        String failing = topics.notice("acme");
        receiver.answering((id, attempt) -> id.equals(refused) ? 400 : id.equals(failing) ? 500 : 204);
        deliver(QUICK, webhook("ops", receiver));
        String fine = topics.alert("acme", null);
        await().atMost(PATIENCE).until(() -> receiver.taken().contains(fine));
        await().atMost(PATIENCE).until(() -> ofMessages(refused, failing).size() == 2);
        assertThat(ofMessages(refused).get(0)).satisfies(kept -> {
            assertThat(kept.destination()).isEqualTo("ops");
            assertThat(kept.attempts()).isEqualTo(2);
            assertThat(kept.detail()).isEqualTo("answer: 400 (expected: 200 to 299)");
        });
        assertThat(ofMessages(failing).get(0).attempts()).isEqualTo(4);
    }

    private static List<Undelivered> ofMessages(String... ids) {
        return topics.undelivered().stream()
                .filter(kept -> kept.messageId() != null && Set.of(ids).contains(kept.messageId()))
                .toList();
    }

    @Test
    void whatCannotBeReadIsKeptAndStopsNothing() {
        byte[] garbage = {7, 7, 7};
        topics.garbage(1, garbage);
        topics.garbage(1, null);
        AlertDelivery delivery = deliver(QUICK, webhook("ops", receiver));
        String fine = topics.alert("acme", null);
        await().atMost(PATIENCE).until(() -> receiver.taken().contains(fine));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(delivery.totals().get(0).undelivered()).isGreaterThanOrEqualTo(2));
        assertThat(topics.undelivered())
                .filteredOn(kept -> kept.messageId() == null && kept.attempts() == 0)
                .extracting(Undelivered::detail)
                .anyMatch(detail -> detail.startsWith("not readable: "))
                .anyMatch(detail -> detail.equals("not readable: value: none (expected: an alert or a notice)"));
    }

    @Test
    void oneThatIsNewHearsOfTheLastHourAlone() throws ExecutionException, InterruptedException {
        try (AlertTopics fresh = new AlertTopics(directory.resolve("fresh"))) {
            long now = new SystemClock().nowMillis();
            fresh.alert("lonely", now - Duration.ofHours(2).toMillis());
            String recent = fresh.alert("lonely", now - Duration.ofMinutes(50).toMillis());
            String latest = fresh.alert("lonely", null);
            try (AlertDelivery delivery = deliver(fresh, QUICK, webhook("ops", receiver))) {
                await().atMost(PATIENCE).until(() -> receiver.taken().containsAll(Set.of(recent, latest)));
                assertThat(delivery.failures()).isEmpty();
            }
            assertThat(receiver.taken()).containsOnly(recent, latest);
        }
    }
}
