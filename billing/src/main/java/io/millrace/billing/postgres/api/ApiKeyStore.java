package io.millrace.billing.postgres.api;

import io.millrace.billing.api.ApiKey;
import io.millrace.billing.api.KnownKeys;
import io.millrace.billing.api.Scope;
import io.millrace.billing.postgres.BillingDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Keys in PostgreSQL: their hashes, never the keys. Thread-safe; a method, a transaction. */
public final class ApiKeyStore implements KnownKeys {
    private static final String COLUMNS = """
            SELECT prefix, hash, name, workspace, scopes, expires_at_micros, revoked_at IS NULL AS valid,
                coalesce(expires_at_micros <= (extract(epoch FROM now()) * 1000000)::bigint, false) AS over
            FROM billing.api_key
            """;
    private static final String FIND = COLUMNS + " WHERE prefix = :prefix";
    private static final String LIST = COLUMNS + " ORDER BY created_at, prefix";

    private final Jdbi jdbi;

    public ApiKeyStore(DataSource dataSource) {
        jdbi = BillingDatabase.jdbi(dataSource);
    }

    @Override
    public Optional<Known> find(String prefix) {
        return jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("prefix", prefix)
                .map((row, context) -> known(row))
                .findOne());
    }

    /** All, revoked and expired ones too, the oldest first. */
    public List<Known> list() {
        return jdbi.withHandle(handle ->
                handle.createQuery(LIST).map((row, context) -> known(row)).list());
    }

    /** @param hash of {@link io.millrace.billing.api.KeyHashes} */
    public void add(ApiKey key, byte[] hash) {
        jdbi.useTransaction(handle -> handle.createUpdate("""
                        INSERT INTO billing.api_key (prefix, hash, name, workspace, scopes, expires_at_micros)
                        VALUES (:prefix, :hash, :name, :workspace, :scopes, :expires)
                        """)
                .bind("prefix", key.prefix())
                .bind("hash", hash)
                .bind("name", key.name())
                .bind("workspace", key.workspace())
                .bindArray(
                        "scopes",
                        String.class,
                        key.scopes().stream().map(Scope::text).sorted().toList())
                .bind("expires", key.expiresAtMicros())
                .execute());
    }

    /** Takes effect with the next request. False where there is no such key, or it is revoked already. */
    public boolean revoke(String prefix) {
        return jdbi.inTransaction(handle -> handle.createUpdate(
                                "UPDATE billing.api_key SET revoked_at = now() WHERE prefix = :prefix AND revoked_at IS NULL")
                        .bind("prefix", prefix)
                        .execute()
                == 1);
    }

    private static Known known(ResultSet row) throws SQLException {
        String[] scopes = (String[]) row.getArray("scopes").getArray();
        ApiKey key = new ApiKey(
                row.getString("prefix"),
                row.getString("name"),
                row.getString("workspace"),
                Arrays.stream(scopes).map(Scope::of).collect(Collectors.toSet()),
                row.getObject("expires_at_micros", Long.class));
        return new Known(key, row.getBytes("hash"), row.getBoolean("valid") && !row.getBoolean("over"));
    }
}
