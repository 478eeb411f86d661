package io.millrace.sinks.database;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.usage.Attribution;
import io.millrace.schemas.usage.CredentialMode;
import io.millrace.schemas.usage.KeyKind;
import io.millrace.schemas.usage.ModelCall;
import io.millrace.schemas.usage.Operation;
import io.millrace.schemas.usage.Outcome;
import io.millrace.schemas.usage.Result;
import io.millrace.schemas.usage.Timing;
import io.millrace.schemas.usage.TokenCounts;
import io.millrace.schemas.usage.UnitCounts;
import io.millrace.schemas.usage.Usage;
import io.millrace.schemas.usage.UsageSource;
import io.millrace.sinks.rollup.UsageRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks the rows that corrections take the place of, inside the transaction of its session. A row is found by its key, since
 * a correction has the instant of its call; each is marked once. Not thread-safe.
 */
final class ReplacedRows {
    private static final Logger LOG = LoggerFactory.getLogger(ReplacedRows.class);

    /** What the rollups are made of, in the order in which it is read. */
    private static final String RETURNED = String.join(
            ", ",
            "e.event_id, e.occurred_at, e.workspace_id, e.feature, e.api_key_id, e.environment, e.provider, e.model",
            "e.input_tokens, e.input_uncached_tokens, e.cache_read_tokens, e.cache_write_5m_tokens",
            "e.cache_write_1h_tokens, e.output_tokens, e.reasoning_tokens",
            "e.latency_micros, e.first_token_micros, e.outcome, e.priced, e.cost_nano_usd, e.charge_nano_usd",
            "e.cache_saving_nano_usd, e.other_dimensions");

    private static final String MARK = "update usage_event as e set corrected_by = c.correction"
            + " from unnest(?::uuid[], ?::timestamptz[], ?::uuid[]) as c(replaced, occurred_at, correction)"
            + " where e.event_id = c.replaced and e.occurred_at = c.occurred_at and e.corrected_by is null returning "
            + RETURNED;

    private final Connection connection;

    ReplacedRows(Connection connection) {
        this.connection = connection;
    }

    /**
     * Marks the rows that the corrections among new rows take the place of, and returns what the rollups need of them. One
     * that is not there was never added, or dropped by retention: then the correction counts as a call. Not committed.
     */
    List<UsageRow> mark(List<UsageRow> added) throws SQLException {
        List<UsageRow> corrections =
                added.stream().filter(row -> row.replaces() != null).toList();
        if (corrections.isEmpty()) {
            return List.of();
        }
        List<UsageRow> replaced = new ArrayList<>(corrections.size());
        try (PreparedStatement statement = connection.prepareStatement(MARK)) {
            statement.setArray(1, array("uuid", corrections, UsageRow::replaces));
            statement.setArray(2, array("timestamptz", corrections, ReplacedRows::occurredAt));
            statement.setArray(3, array("uuid", corrections, row -> row.usage().eventId()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    replaced.add(row(rows));
                }
            }
        }
        if (replaced.size() < corrections.size()) {
            int missing = corrections.size() - replaced.size();
            LOG.warn(
                    "{}", Expected.message("corrected rows not found", missing, "0; their corrections count as calls"));
        }
        return replaced;
    }

    @FunctionalInterface
    private interface Column {
        @Nullable
        Object of(UsageRow row);
    }

    private java.sql.Array array(String type, List<UsageRow> rows, Column column) throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(column::of).toArray());
    }

    /** As text: the driver's own timestamps go through the zone of the JVM. */
    private static String occurredAt(UsageRow row) {
        Instant instant = Micros.toInstant(row.usage().occurredAtMicros());
        return instant.toString();
    }

    private static UsageRow row(ResultSet row) throws SQLException {
        long occurredAt =
                Micros.of(row.getObject("occurred_at", OffsetDateTime.class).toInstant());
        return new UsageRow(
                usage(row, occurredAt),
                row.getBoolean("priced"),
                null,
                null,
                row.getLong("cost_nano_usd"),
                row.getLong("charge_nano_usd"),
                occurredAt,
                null,
                count(row, "cache_saving_nano_usd"),
                row.getInt("other_dimensions"));
    }

    /** Only what is added up is read; the rest is left out. */
    private static Usage usage(ResultSet row, long occurredAt) throws SQLException {
        String model = row.getString("model");
        return new Usage(
                row.getObject("event_id", UUID.class),
                new Attribution(
                        row.getString("workspace_id"),
                        null,
                        null,
                        row.getString("api_key_id"),
                        KeyKind.UNKNOWN,
                        null,
                        row.getString("feature"),
                        row.getString("environment"),
                        null,
                        null),
                new ModelCall(Operation.OTHER, row.getString("provider"), model, model, null, null, null, false, false),
                tokens(row),
                UnitCounts.NONE,
                UsageSource.NONE,
                new Timing(occurredAt, 0, count(row, "latency_micros"), count(row, "first_token_micros"), null, null),
                new Result(Outcome.valueOf(row.getString("outcome")), null, null),
                null,
                CredentialMode.PLATFORM,
                null,
                null,
                null,
                null,
                Map.of());
    }

    private static TokenCounts tokens(ResultSet row) throws SQLException {
        return new TokenCounts(
                count(row, "input_tokens"),
                count(row, "input_uncached_tokens"),
                count(row, "cache_read_tokens"),
                count(row, "cache_write_5m_tokens"),
                count(row, "cache_write_1h_tokens"),
                count(row, "output_tokens"),
                count(row, "reasoning_tokens"),
                null,
                null,
                null,
                null,
                null);
    }

    private static @Nullable Long count(ResultSet row, String column) throws SQLException {
        long count = row.getLong(column);
        return row.wasNull() ? null : (Long) count;
    }
}
