package io.millrace.billing.postgres.api;

import io.millrace.billing.api.IdempotencyKeys;
import io.millrace.billing.postgres.BillingDatabase;
import io.millrace.schemas.error.Expected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Idempotency keys in PostgreSQL; leases run by the database's clock. Thread-safe. */
public final class IdempotencyStore implements IdempotencyKeys {
    /** Longer than any call takes: what is still claimed then has died. */
    public static final Duration LEASE_DEFAULT = Duration.ofMinutes(1);

    private static final String CLAIM = """
            INSERT INTO billing.api_idempotency (workspace, key, digest, lease_until)
            VALUES (:workspace, :key, :digest, clock_timestamp() + :millis * interval '1 millisecond')
            ON CONFLICT (workspace, key) DO NOTHING
            """;
    private static final String LOCK = """
            SELECT digest, claims, status, body, lease_until > clock_timestamp() AS held FROM billing.api_idempotency
            WHERE workspace = :workspace AND key = :key FOR UPDATE
            """;
    private static final String CLAIM_AGAIN = """
            UPDATE billing.api_idempotency
            SET claims = claims + 1, lease_until = clock_timestamp() + :millis * interval '1 millisecond'
            WHERE workspace = :workspace AND key = :key
            """;
    private static final String OF_CLAIM =
            " WHERE workspace = :workspace AND key = :key AND claims = :claims AND status IS NULL";
    private static final String SETTLE =
            "UPDATE billing.api_idempotency SET status = :status, body = :body, settled_at = now()" + OF_CLAIM;
    private static final String RELEASE =
            "UPDATE billing.api_idempotency SET lease_until = clock_timestamp()" + OF_CLAIM;

    @SuppressWarnings("ArrayRecordComponent") // read from a bytea; compared by its bytes
    private record Row(byte[] digest, int claims, boolean settled, int status, String body, boolean held) {
        static Row of(ResultSet row) throws SQLException {
            int status = row.getInt("status");
            boolean settled = !row.wasNull();
            String body = row.getString("body");
            return new Row(
                    row.getBytes("digest"),
                    row.getInt("claims"),
                    settled,
                    status,
                    body == null ? "" : body,
                    row.getBoolean("held"));
        }
    }

    private final Jdbi jdbi;
    private final Duration lease;

    public IdempotencyStore(DataSource dataSource) {
        this(dataSource, LEASE_DEFAULT);
    }

    /** @param lease 1 ms to an hour */
    public IdempotencyStore(DataSource dataSource, Duration lease) {
        if (lease.toMillis() < 1 || lease.compareTo(Duration.ofHours(1)) > 0) {
            throw Expected.illegal("idempotency lease", lease, "1 ms to 1 hour");
        }
        jdbi = BillingDatabase.jdbi(dataSource);
        this.lease = lease;
    }

    @Override
    public Claim claim(Keyed keyed) {
        return jdbi.inTransaction(handle -> {
            int inserted = handle.createUpdate(CLAIM)
                    .bind("workspace", keyed.workspace())
                    .bind("key", keyed.key())
                    .bind("digest", keyed.digest())
                    .bind("millis", lease.toMillis())
                    .execute();
            return inserted == 1 ? new Claim.Taken(1) : known(handle, keyed);
        });
    }

    private Claim known(Handle handle, Keyed keyed) {
        Row row = handle.createQuery(LOCK)
                .bind("workspace", keyed.workspace())
                .bind("key", keyed.key())
                .map((found, context) -> Row.of(found))
                .one();
        if (!Arrays.equals(row.digest(), keyed.digest())) {
            return new Claim.Mismatch();
        }
        if (row.settled()) {
            return new Claim.Settled(row.status(), row.body());
        }
        if (row.held()) {
            return new Claim.InUse();
        }
        handle.createUpdate(CLAIM_AGAIN)
                .bind("workspace", keyed.workspace())
                .bind("key", keyed.key())
                .bind("millis", lease.toMillis())
                .execute();
        return new Claim.Taken(row.claims() + 1);
    }

    @Override
    public void settle(Keyed keyed, Claim.Taken claim, int status, String body) {
        jdbi.useTransaction(handle -> handle.createUpdate(SETTLE)
                .bind("workspace", keyed.workspace())
                .bind("key", keyed.key())
                .bind("claims", claim.number())
                .bind("status", status)
                .bind("body", body)
                .execute());
    }

    @Override
    public void release(Keyed keyed, Claim.Taken claim) {
        jdbi.useTransaction(handle -> handle.createUpdate(RELEASE)
                .bind("workspace", keyed.workspace())
                .bind("key", keyed.key())
                .bind("claims", claim.number())
                .execute());
    }
}
