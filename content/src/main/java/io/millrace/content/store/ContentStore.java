package io.millrace.content.store;

import io.millrace.content.seal.SealedBodies;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** Bodies in days of the call's time (UTC), each once by event id; a day goes as a whole when it is older than kept. Thread-safe. */
public final class ContentStore {
    private static final String MAKE_DAY = "select content.make_day(?)";
    private static final String DROP_DAYS = "select content.drop_days(? * interval '1 second', ?)";
    private static final String READ =
            "select workspace_id, client_ip_pseudonym, occurred_at, sealed from content.read(?, ?)";
    private static final String ADD = """
            insert into content.body (event_id, occurred_at, workspace_id, client_ip_pseudonym, received_at, sealed)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """;

    private final ContentDatabase database;
    private final Duration keep;
    private final Clock clock;
    private final LongAdder stored = new LongAdder();
    private final LongAdder expired = new LongAdder();

    /** @param keep how long after the call a body is kept, at least a day */
    public ContentStore(ContentDatabase database, Duration keep, Clock clock) {
        this.database = database;
        this.keep = keep;
        this.clock = clock;
    }

    /** Adds those that are not there and not older than kept, all or none of them. */
    public void add(List<SealedBodies> bodies) throws SQLException {
        long oldest = clock.nowMicros() - keep.toMillis() * Micros.PER_MILLI;
        List<SealedBodies> kept = new ArrayList<>(bodies);
        kept.removeIf(each -> each.occurredAtMicros() < oldest);
        int added = 0;
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            makeDays(connection, kept);
            added = insert(connection, kept);
            connection.commit();
        }
        stored.add(added);
        expired.add(bodies.size() - kept.size());
    }

    /** Drops the days that are older than kept; how many it was. */
    public int dropOld() throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(DROP_DAYS)) {
            statement.setLong(1, keep.toSeconds());
            statement.setTimestamp(2, timestamp(clock.nowMicros()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The sealed bodies of one call, for a reason that is written down; empty where there are none. */
    public Optional<SealedBodies> read(UUID eventId, String reason) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, eventId);
            statement.setString(2, reason);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new SealedBodies(
                        eventId,
                        row.getString(1),
                        row.getString(2),
                        Micros.of(row.getTimestamp(3).toInstant()),
                        row.getBytes(4)));
            }
        }
    }

    public long stored() {
        return stored.sum();
    }

    /** Bodies that came when they were older than kept already. */
    public long expired() {
        return expired.sum();
    }

    private static void makeDays(Connection connection, List<SealedBodies> bodies) throws SQLException {
        Set<LocalDate> days = new HashSet<>();
        bodies.forEach(
                each -> days.add(LocalDate.ofInstant(Micros.toInstant(each.occurredAtMicros()), ZoneOffset.UTC)));
        try (PreparedStatement statement = connection.prepareStatement(MAKE_DAY)) {
            for (LocalDate day : days.stream().sorted().toList()) {
                statement.setObject(1, day);
                statement.execute();
            }
        }
    }

    private int insert(Connection connection, List<SealedBodies> bodies) throws SQLException {
        int added = 0;
        Timestamp now = timestamp(clock.nowMicros());
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (SealedBodies each : bodies) {
                statement.setObject(1, each.eventId());
                statement.setTimestamp(2, timestamp(each.occurredAtMicros()));
                statement.setString(3, each.workspaceId());
                statement.setString(4, each.clientIpPseudonym());
                statement.setTimestamp(5, now);
                statement.setBytes(6, each.sealed());
                added += statement.executeUpdate();
            }
        }
        return added;
    }

    private static Timestamp timestamp(long micros) {
        Instant instant = Micros.toInstant(micros);
        return Timestamp.from(instant);
    }
}
