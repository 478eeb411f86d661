package io.millrace.billing.postgres.webhook;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.webhook.EventInbox;
import io.millrace.billing.webhook.EventPoll;
import io.millrace.billing.webhook.EventState;
import io.millrace.billing.webhook.ProviderEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Events in PostgreSQL, and how far Stripe's list of them was read. Thread-safe. Leases and pauses run by the database's clock. */
public final class EventStore implements EventInbox, EventPoll.Cursor {
    private static final String COLUMNS = "id, type, object_id, created, livemode, attempts";
    private static final String STORE = """
            INSERT INTO billing.stripe_event (id, type, object_id, created, livemode, came_by, raw)
            VALUES (:id, :type, :object, :created, :live, :way, :raw) ON CONFLICT (id) DO NOTHING
            """;
    private static final String CLAIM = """
            UPDATE billing.stripe_event
            SET attempts = attempts + 1, next_attempt = now() + :millis * interval '1 millisecond'
            WHERE id = (SELECT id FROM billing.stripe_event WHERE state = 'PENDING' AND next_attempt <= now()
                        ORDER BY next_attempt LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING %s
            """.formatted(COLUMNS);
    private static final String FINISH = """
            UPDATE billing.stripe_event SET state = :state, processed_at = now(), error = nullif(:error, '')
            WHERE id = :id AND state = 'PENDING' AND attempts = :attempt
            """;
    private static final String GIVE_BACK = """
            UPDATE billing.stripe_event SET next_attempt = now() + :millis * interval '1 millisecond', error = :error
            WHERE id = :id AND state = 'PENDING' AND attempts = :attempt
            """;
    private static final String DEAD = "SELECT " + COLUMNS + """
             FROM billing.stripe_event WHERE state = 'DEAD' ORDER BY processed_at DESC LIMIT :max
            """;
    private static final String DEAD_ERRORS = """
            SELECT id, coalesce(error, '') AS error FROM billing.stripe_event
            WHERE state = 'DEAD' ORDER BY processed_at DESC LIMIT :max
            """;
    private static final String RETRY = """
            UPDATE billing.stripe_event
            SET state = 'PENDING', attempts = 0, next_attempt = now(), processed_at = NULL, error = NULL
            WHERE id = :id AND state = 'DEAD'
            """;
    private static final String FORGET = """
            UPDATE billing.stripe_event SET raw = NULL
            WHERE id IN (SELECT id FROM billing.stripe_event
                         WHERE raw IS NOT NULL AND processed_at < now() - :millis * interval '1 millisecond' LIMIT 1000)
            """;
    private static final String ADVANCE = """
            INSERT INTO billing.stripe_event_cursor AS c (created) VALUES (:created)
            ON CONFLICT (one) DO UPDATE SET created = greatest(c.created, excluded.created), read_at = now()
            """;

    private final Jdbi jdbi;

    public EventStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    @Override
    public boolean store(ProviderEvent event, byte[] raw, Way way) {
        return jdbi.inTransaction(handle -> handle.createUpdate(STORE)
                        .bind("id", event.id())
                        .bind("type", event.type())
                        .bind("object", event.objectId())
                        .bind("created", event.createdSeconds())
                        .bind("live", event.live())
                        .bind("way", way.name())
                        .bind("raw", raw)
                        .execute())
                == 1;
    }

    @Override
    public Optional<Claimed> claim(Duration lease) {
        return jdbi.inTransaction(handle -> handle.createQuery(CLAIM)
                .bind("millis", lease.toMillis())
                .map((row, context) -> new Claimed(event(row), row.getInt("attempts")))
                .findOne());
    }

    @Override
    public void finish(Claimed claimed, EventState state, String error) {
        jdbi.useTransaction(handle -> handle.createUpdate(FINISH)
                .bind("state", state.name())
                .bind("error", error)
                .bind("id", claimed.event().id())
                .bind("attempt", claimed.attempt())
                .execute());
    }

    @Override
    public void giveBack(Claimed claimed, Duration pause, String error) {
        jdbi.useTransaction(handle -> handle.createUpdate(GIVE_BACK)
                .bind("millis", pause.toMillis())
                .bind("error", error)
                .bind("id", claimed.event().id())
                .bind("attempt", claimed.attempt())
                .execute());
    }

    @Override
    public List<ProviderEvent> dead(int max) {
        return jdbi.withHandle(handle -> handle.createQuery(DEAD)
                .bind("max", max)
                .map((row, context) -> event(row))
                .list());
    }

    /** Why events were given up, by id: those of {@link #dead}. */
    public Map<String, String> deadErrors(int max) {
        Map<String, String> errors = new LinkedHashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(DEAD_ERRORS)
                .bind("max", max)
                .map((row, context) -> Map.entry(row.getString("id"), row.getString("error")))
                .forEach(entry -> errors.put(entry.getKey(), entry.getValue())));
        return errors;
    }

    /** Lets an event that was given up be worked on again, as if it had just come. False where it was not given up. */
    public boolean retry(String eventId) {
        return jdbi.inTransaction(
                handle -> handle.createUpdate(RETRY).bind("id", eventId).execute() == 1);
    }

    /**
     * Empties the texts of up to 1,000 events that were done with longer ago than the age: they hold names and addresses, and
     * nothing reads them again.
     *
     * @return how many
     */
    public int forgetTexts(Duration age) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate(FORGET).bind("millis", age.toMillis()).execute());
    }

    @Override
    public OptionalLong newest() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT created FROM billing.stripe_event_cursor")
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    @Override
    public void advance(long newestSeconds) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(ADVANCE).bind("created", newestSeconds).execute());
    }

    private static ProviderEvent event(ResultSet row) throws SQLException {
        return new ProviderEvent(
                row.getString("id"),
                row.getString("type"),
                row.getString("object_id"),
                row.getLong("created"),
                row.getBoolean("livemode"));
    }
}
