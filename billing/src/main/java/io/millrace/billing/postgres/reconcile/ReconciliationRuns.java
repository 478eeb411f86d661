package io.millrace.billing.postgres.reconcile;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.reconcile.Difference;
import io.millrace.billing.reconcile.ItemKind;
import io.millrace.billing.reconcile.ProviderItem;
import io.millrace.billing.reconcile.Run;
import io.millrace.billing.reconcile.RunLog;
import io.millrace.billing.reconcile.RunState;
import io.millrace.billing.reconcile.Span;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.error.MillraceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs in PostgreSQL. Thread-safe. */
public final class ReconciliationRuns implements RunLog {
    /** How long a process that says nothing keeps a run: longer than the longest answer of the provider. */
    public static final Duration LEASE = Duration.ofMinutes(2);

    /** The code of the exception while another process has a run. */
    public static final String RUNNING = "RECONCILIATION_RUNNING";

    private static final String RUN = """
            r.id, r.from_seconds, r.to_seconds, r.repairs, r.state, r.listed, r.fees_booked, r.differences,
            (extract(epoch FROM r.started_at) * 1000000)::bigint AS started,
            (extract(epoch FROM r.finished_at) * 1000000)::bigint AS finished
            """;
    private static final String TAKE = """
            INSERT INTO billing.reconcile_run AS r (from_seconds, to_seconds, repairs, holder, lease_until)
            VALUES (:from, :to, :repairs, :holder, now() + :millis * interval '1 millisecond')
            ON CONFLICT (from_seconds, to_seconds, repairs) WHERE state = 'RUNNING'
            DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until WHERE r.lease_until < now()
            RETURNING %s, r.next_list, r.next_after
            """.formatted(RUN);
    private static final String RENEW = """
            UPDATE billing.reconcile_run
            SET next_list = :list, next_after = :after, lease_until = now() + :millis * interval '1 millisecond'
            WHERE id = :run AND holder = :holder AND state = 'RUNNING'
            """;
    private static final String FINISH = """
            UPDATE billing.reconcile_run r
            SET state = CASE WHEN :differences > 0 THEN 'DIFFERENT' ELSE 'MATCHED' END,
                listed = :listed, fees_booked = :fees, differences = :differences, finished_at = now()
            WHERE r.id = :run AND r.holder = :holder AND r.state = 'RUNNING'
            RETURNING %s
            """.formatted(RUN);

    private static final String UNSETTLED = "SELECT " + RUN + """
             FROM billing.reconcile_run r
            WHERE r.state = 'DIFFERENT'
              AND EXISTS (SELECT FROM billing.reconcile_difference d WHERE d.run_id = r.id AND NOT d.repaired)
              AND NOT EXISTS (SELECT FROM billing.reconcile_run l WHERE l.id > r.id AND l.state = 'MATCHED'
                              AND l.from_seconds <= r.from_seconds AND l.to_seconds >= r.to_seconds)
            ORDER BY r.id DESC LIMIT 1
            """;

    private final Jdbi jdbi;
    private final Duration lease;

    public ReconciliationRuns(DataSource dataSource) {
        this(dataSource, LEASE);
    }

    /** @param lease how long a process that says nothing keeps a run */
    public ReconciliationRuns(DataSource dataSource, Duration lease) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.lease = lease;
    }

    /** Runs, the latest first. */
    public List<Run> list(int max) {
        return list(max, Long.MAX_VALUE);
    }

    /** Runs whose id is below the given one, the latest first: the page after the run that a page ended with. */
    public List<Run> list(int max, long beforeId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + RUN
                        + " FROM billing.reconcile_run r WHERE r.id < :before ORDER BY r.id DESC LIMIT :max")
                .bind("before", beforeId)
                .bind("max", max)
                .map((row, context) -> run(row))
                .list());
    }

    public Optional<Run> get(long id) {
        return list(1, id + 1).stream().filter(run -> run.id() == id).findFirst();
    }

    @Override
    public List<Difference> differences(long runId) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT kind, difference, object_id, here, there, repaired
                        FROM billing.reconcile_difference WHERE run_id = :run ORDER BY n
                        """)
                .bind("run", runId)
                .map((row, context) -> new Difference(
                        ItemKind.valueOf(row.getString("kind")),
                        Difference.Kind.valueOf(row.getString("difference")),
                        row.getString("object_id"),
                        row.getString("here"),
                        row.getString("there"),
                        row.getBoolean("repaired")))
                .list());
    }

    /** How far the schedule has come, seconds since the epoch; empty before it began. */
    public OptionalLong scheduledUntil() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT until_seconds FROM billing.reconcile_schedule")
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty));
    }

    /** The schedule has come so far; it never goes back. */
    public void schedule(long untilSeconds) {
        jdbi.useTransaction(
                handle -> handle.createUpdate("""
                        INSERT INTO billing.reconcile_schedule AS s (until_seconds) VALUES (:until)
                        ON CONFLICT (one) DO UPDATE SET until_seconds = greatest(s.until_seconds, excluded.until_seconds)
                        """).bind("until", untilSeconds).execute());
    }

    /** The span of a run with repairs that begins then and is not over; empty where there is none. */
    public Optional<Span> unfinished(long fromSeconds) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT from_seconds, to_seconds FROM billing.reconcile_run
                        WHERE repairs AND state = 'RUNNING' AND from_seconds = :from ORDER BY id LIMIT 1
                        """)
                .bind("from", fromSeconds)
                .map((row, context) -> span(row))
                .findOne());
    }

    /** The latest run with a difference that was not repaired, unless a later one over its whole span found none. */
    public Optional<Run> unsettled() {
        return jdbi.withHandle(handle ->
                handle.createQuery(UNSETTLED).map((row, context) -> run(row)).findOne());
    }

    @Override
    public Held open(Span span, boolean repairs) {
        String holder = UUID.randomUUID().toString();
        return jdbi.inTransaction(handle -> handle.createQuery(TAKE)
                .bind("from", span.fromSeconds())
                .bind("to", span.toSeconds())
                .bind("repairs", repairs)
                .bind("holder", holder)
                .bind("millis", lease.toMillis())
                .map((row, context) -> new Held(run(row), place(row), holder))
                .findOne()
                .orElseThrow(() -> new MillraceException(
                        ErrorKind.RESOURCE,
                        RUNNING,
                        Expected.message("reconciliation", "running in another process", "one at a time"))));
    }

    private static Place place(ResultSet row) throws SQLException {
        String list = row.getString("next_list");
        return new Place(list == null ? null : ItemKind.valueOf(list), row.getString("next_after"));
    }

    @Override
    public void keep(Held held, Collection<ProviderItem> page, Place next) {
        jdbi.useTransaction(handle -> {
            ItemKind kind = next.kind();
            int renewed = handle.createUpdate(RENEW)
                    .bind("list", kind == null ? null : kind.name())
                    .bind("after", next.after())
                    .bind("millis", lease.toMillis())
                    .bind("run", held.run().id())
                    .bind("holder", held.holder())
                    .execute();
            if (renewed != 1) {
                throw lost(held);
            }
            ItemSql.insert(handle, held.run().id(), page);
        });
    }

    private static MillraceException lost(Held held) {
        return new MillraceException(
                ErrorKind.RESOURCE,
                "RECONCILIATION_LOST",
                Expected.message("reconciliation " + held.run().id(), "taken by another process", "held by this one"));
    }

    @Override
    public List<ProviderItem> items(long runId, ItemKind kind, String afterId, int max) {
        return jdbi.withHandle(handle -> ItemSql.page(handle, runId, kind, afterId, max));
    }

    @Override
    public Set<String> known(long runId, ItemKind kind, Collection<String> ids) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        "SELECT id FROM billing.reconcile_item WHERE run_id = :run AND kind = :kind AND id = ANY(:ids)")
                .bind("run", runId)
                .bind("kind", kind.name())
                .bindArray("ids", String.class, List.copyOf(ids))
                .mapTo(String.class)
                .list()));
    }

    @Override
    public Map<String, String> paymentsByCharge(long runId, Collection<String> chargeIds) {
        Map<String, String> payments = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT source_id, id FROM billing.reconcile_item
                        WHERE run_id = :run AND kind = 'PAYMENT' AND source_id = ANY(:ids)
                        """)
                .bind("run", runId)
                .bindArray("ids", String.class, List.copyOf(chargeIds))
                .map((row, context) -> Map.entry(row.getString("source_id"), row.getString("id")))
                .forEach(entry -> payments.put(entry.getKey(), entry.getValue())));
        return payments;
    }

    @Override
    public Run finish(Held held, long listed, long feesBooked, List<Difference> differences) {
        return jdbi.inTransaction(handle -> {
            long run = held.run().id();
            Run finished = handle.createQuery(FINISH)
                    .bind("differences", (long) differences.size())
                    .bind("listed", listed)
                    .bind("fees", feesBooked)
                    .bind("run", run)
                    .bind("holder", held.holder())
                    .map((row, context) -> run(row))
                    .findOne()
                    .orElseThrow(() -> lost(held));
            handle.createUpdate("DELETE FROM billing.reconcile_item WHERE run_id = :run")
                    .bind("run", run)
                    .execute();
            handle.createUpdate("DELETE FROM billing.reconcile_difference WHERE run_id = :run")
                    .bind("run", run)
                    .execute();
            insert(handle, run, 0, differences.subList(0, Math.min(differences.size(), DIFFERENCES_MAX)));
            return finished;
        });
    }

    @Override
    public void note(Held held, Difference difference) {
        jdbi.useTransaction(handle -> {
            int last = handle.createQuery(
                            "SELECT coalesce(max(n), 0) FROM billing.reconcile_difference WHERE run_id = :run")
                    .bind("run", held.run().id())
                    .mapTo(Integer.class)
                    .one();
            insert(handle, held.run().id(), last, List.of(difference));
        });
    }

    private static void insert(Handle handle, long run, int last, List<Difference> differences) {
        var batch = handle.prepareBatch("""
                INSERT INTO billing.reconcile_difference (run_id, n, kind, difference, object_id, here, there, repaired)
                VALUES (:run, :n, :kind, :difference, :object, :here, :there, :repaired)
                """);
        int n = last;
        for (Difference difference : differences) {
            n++;
            batch.bind("run", run)
                    .bind("n", n)
                    .bind("kind", difference.kind().name())
                    .bind("difference", difference.difference().name())
                    .bind("object", difference.id())
                    .bind("here", difference.here())
                    .bind("there", difference.there())
                    .bind("repaired", difference.repaired())
                    .add();
        }
        if (n > last) {
            batch.execute();
        }
    }

    private static Span span(ResultSet row) throws SQLException {
        return new Span(row.getLong("from_seconds"), row.getLong("to_seconds"));
    }

    private static Run run(ResultSet row) throws SQLException {
        long finished = row.getLong("finished");
        boolean running = row.wasNull();
        return new Run(
                row.getLong("id"),
                span(row),
                row.getBoolean("repairs"),
                RunState.valueOf(row.getString("state")),
                row.getLong("listed"),
                row.getLong("fees_booked"),
                row.getLong("differences"),
                row.getLong("started"),
                running ? null : finished);
    }
}
