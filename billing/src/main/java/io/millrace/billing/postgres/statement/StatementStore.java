package io.millrace.billing.postgres.statement;

import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.billing.statement.AccountRow;
import io.millrace.billing.statement.Statement;
import io.millrace.billing.statement.StatementJson;
import io.millrace.billing.statement.StatementPeriod;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The statements of workspaces. One of a month that is over for as long as usage may be late is final: it is issued when it
 * is asked for first, kept as it was, and what arrives later for its month is put into the next. Before, it is provisional and
 * made anew each time. Thread-safe; several processes may ask at once.
 */
public final class StatementStore {
    /** Usage of a month comes into its statement for so long after its end, unless told otherwise. */
    public static final Duration LATENESS = Duration.ofDays(3);

    private static final String ISSUED =
            "SELECT document, encode(sha256, 'hex') AS sha256 FROM billing.statement WHERE workspace = :workspace AND month = :month";
    private static final String ISSUE = """
            INSERT INTO billing.statement (number, workspace, month, until, document, sha256)
            VALUES (:number, :workspace, :month, :until, :document, decode(:sha256, 'hex'))
            """;

    private final Jdbi jdbi;
    private final Clock clock;
    private final Duration lateness;

    /** @param lateness from the end of a month to its final statement */
    public StatementStore(DataSource dataSource, Clock clock, Duration lateness) {
        jdbi = BillingDatabase.jdbi(dataSource);
        this.clock = clock;
        this.lateness = lateness;
    }

    /**
     * A statement and its JSON, the bytes of which are kept for a final one.
     *
     * @param sha256 of the JSON in UTF-8, in hex; null while it is provisional
     */
    public record Issued(
            Statement statement, String json, @Nullable String sha256) {}

    /**
     * @throws MillraceException code UNKNOWN_WORKSPACE, for one without an account; code MONTH, for one that has not begun; code
     *     STATEMENT_DIFFERS, when the sums of the ledger do not hold
     */
    public Issued statement(String workspaceId, YearMonth month) {
        Instant now = Micros.toInstant(clock.nowMicros());
        Issued read = jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> issued(handle, workspaceId, month)
                        .orElseGet(() -> read(handle, workspaceId, month, now, null)));
        boolean due = !read.statement().period().until().plus(lateness).isAfter(now);
        return read.statement().isFinal() || !due ? read : issue(workspaceId, month, now);
    }

    /** Under the lock of the customer's row nothing of it moves, and whoever comes second finds what the first issued. */
    private Issued issue(String workspaceId, YearMonth month, Instant now) {
        return jdbi.inTransaction(handle -> {
            lock(handle, workspaceId);
            Optional<Issued> before = issued(handle, workspaceId, month);
            if (before.isPresent()) {
                return before.get();
            }
            long number = handle.createQuery("SELECT nextval(pg_get_serial_sequence('billing.statement', 'number'))")
                    .mapTo(Long.class)
                    .one();
            Issued made = read(handle, workspaceId, month, now, number);
            handle.createUpdate(ISSUE)
                    .bind("number", number)
                    .bind("workspace", workspaceId)
                    .bind("month", Months.numberOf(month))
                    .bind("until", made.statement().period().until().atOffset(ZoneOffset.UTC))
                    .bind("document", made.json())
                    .bind("sha256", made.sha256())
                    .execute();
            return made;
        });
    }

    private static Optional<Issued> issued(Handle handle, String workspaceId, YearMonth month) {
        return handle.createQuery(ISSUED)
                .bind("workspace", workspaceId)
                .bind("month", Months.numberOf(month))
                .map((row, context) -> {
                    String json = row.getString("document");
                    return new Issued(StatementJson.read(json), json, row.getString("sha256"));
                })
                .findOne();
    }

    private static Issued read(Handle handle, String workspaceId, YearMonth month, Instant now, @Nullable Long number) {
        requireKnown(handle, workspaceId);
        StatementReader reader = new StatementReader(handle, workspaceId, month);
        StatementPeriod period = reader.period();
        if (period.from().isAfter(now)) {
            throw MillraceException.user("MONTH", "statement month", month, "one that has begun");
        }
        List<AccountRow> accounts = reader.accounts(period);
        Statement statement = new Statement(
                workspaceId, period, number, now, reader.usage(), accounts, reader.payments(period, accounts));
        String json = StatementJson.write(statement);
        return new Issued(statement, json, number == null ? null : sha256(json));
    }

    private static void requireKnown(Handle handle, String workspaceId) {
        requireFound(handle, workspaceId, "SELECT id FROM billing.customer WHERE id = :id");
    }

    private static void lock(Handle handle, String workspaceId) {
        requireFound(handle, workspaceId, "SELECT id FROM billing.customer WHERE id = :id FOR UPDATE");
    }

    private static void requireFound(Handle handle, String workspaceId, String sql) {
        if (handle.createQuery(sql)
                .bind("id", workspaceId)
                .mapTo(String.class)
                .findOne()
                .isEmpty()) {
            throw MillraceException.user("UNKNOWN_WORKSPACE", "workspace", workspaceId, "one that has an account");
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
