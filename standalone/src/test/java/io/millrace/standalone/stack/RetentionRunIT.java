package io.millrace.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.privacy.postgres.LegalHolds;
import io.millrace.privacy.postgres.PrivacyDatabase;
import io.millrace.privacy.postgres.RetentionRun;
import io.millrace.privacy.retention.PolicyReader;
import io.millrace.privacy.retention.RetentionLine;
import io.millrace.privacy.retention.RetentionPolicy;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.time.Micros;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy from its text to the tables, through seven years of injected time. */
class RetentionRunIT {
    private static final long START = Micros.of(Instant.parse("2026-03-01T00:00:00Z"));
    private static final Map<String, String> CLASSES = Map.of("acme", "short", "held", "short", "big", "long");
    private static final RetentionPolicy POLICY = PolicyReader.read(Map.of(
            "retention.raw_usage.default.keep", "90 days",
            "retention.raw_usage.short.keep", "30 days",
            "retention.raw_usage.long.keep", "365 days",
            "retention.rollups.default.keep", "7 years",
            "retention.alerts.default.keep", "400 days"));

    @TempDir
    Path directory;

    @Test
    void whatIsOldGoesByItsClassAndWhatIsHeldStays() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0))) {
            String url = DatabaseSetup.apply(server);
            PrivacyDatabase.migrate(url, Login.OWNER.role(), new Secret(""));
            try (Connection owner = DriverManager.getConnection(url, Login.OWNER.role(), "")) {
                fill(owner);
                assertThat(LegalHolds.hold(owner, "held", "a case", "counsel", START))
                        .isTrue();
                assertThat(LegalHolds.hold(owner, "held", "again", "counsel", START))
                        .isFalse();
                walk(owner);
                assertThat(LegalHolds.release(owner, "held")).isTrue();
                assertThat(at(owner, 365 * 8 + 60).apply()).anyMatch(line -> line.rows() > 0);
                assertThat(workspaces(owner, "usage_event")).isEmpty();
                assertThat(workspaces(owner, "budget_alert")).isEmpty();
                assertThat(workspaces(owner, "usage_day")).isEmpty();
            }
        }
    }

    private static void walk(Connection owner) throws SQLException {
        at(owner, 31).apply();
        assertThat(workspaces(owner, "usage_event")).isEqualTo("acme,big,held,other");
        List<RetentionLine> planned = at(owner, 44).plan();
        assertThat(planned)
                .filteredOn(line -> line.what().equals("short"))
                .singleElement()
                .matches(line -> line.rows() == 3 && line.held() == 3 && line.days() == 1 && line.bytes() > 0);
        assertThat(workspaces(owner, "usage_event")).isEqualTo("acme,big,held,other");
        assertThat(at(owner, 44).apply()).anyMatch(line -> line.what().equals("short") && line.rows() == 3);
        assertThat(at(owner, 44).apply()).allMatch(line -> line.rows() == 0);
        assertThat(workspaces(owner, "usage_event")).isEqualTo("big,held,other");
        at(owner, 92).apply();
        assertThat(workspaces(owner, "usage_event")).isEqualTo("big,held");
        at(owner, 367).apply();
        assertThat(workspaces(owner, "usage_event")).isEqualTo("held");
        assertThat(workspaces(owner, "budget_alert")).isEqualTo("acme,big,held,other");
        at(owner, 402).apply();
        assertThat(workspaces(owner, "budget_alert")).isEqualTo("held");
        assertThat(workspaces(owner, "usage_day")).isEqualTo("acme,big,held,other");
        at(owner, 365 * 7 + 60).apply();
        assertThat(workspaces(owner, "usage_day")).isEqualTo("held");
    }

    private static RetentionRun at(Connection owner, int days) {
        return new RetentionRun(owner, POLICY, CLASSES, START + days * Micros.PER_DAY);
    }

    /** Three calls and an alert of each workspace, with the day's rollup. */
    private static void fill(Connection owner) throws SQLException {
        String each = " from unnest(array['acme', 'big', 'held', 'other']) as w";
        try (Statement statement = owner.createStatement()) {
            statement.execute("select usage_event_partition('2026-03-01')");
            statement.execute("insert into usage_event (event_id, occurred_at, published_at, ingested_at, workspace_id,"
                    + " key_kind, operation, provider, model, model_requested, batch, streamed, usage_source, outcome,"
                    + " credential_mode, priced, cost_nano_usd, charge_nano_usd) select gen_random_uuid(), t, t, t, w,"
                    + " 'STANDARD', 'CHAT', 'p', 'm', 'm', false, false, 'PROVIDER', 'SUCCESS', 'PLATFORM', true, 5, 6"
                    + each + ", generate_series('2026-03-01 01:00Z'::timestamptz, '2026-03-01 03:00Z', '1 hour') as t");
            statement.execute("insert into usage_day (bucket, workspace_id, provider, model, feature, api_key_id,"
                    + " environment, requests, errors, timeouts, cancelled, partial, refused, unpriced, input_tokens,"
                    + " input_uncached_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens,"
                    + " cost_nano_usd, charge_nano_usd, latency_offset, latency_counts, first_token_offset,"
                    + " first_token_counts) select '2026-03-01Z', w, 'p', 'm', '', '', '', 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
                    + " 0, 0, 0, 15, 18, 0, '{}', 0, '{}'" + each);
            statement.execute(
                    "insert into budget_alert (alert_id, occurred_at, kind, workspace_id, policy_id, dimension,"
                            + " value, measure, threshold, used, limit_amount, window_start) select gen_random_uuid(),"
                            + " '2026-03-01Z', 'k', w, 'p', 'd', 'v', 'm', 1, 1, 1, '2026-03-01Z'" + each);
        }
    }

    private static String workspaces(Connection owner, String table) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "select coalesce(string_agg(distinct workspace_id, ',' order by workspace_id), '') from "
                                + table)) {
            row.next();
            return row.getString(1);
        }
    }
}
