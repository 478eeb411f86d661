package io.millrace.sinks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sinks.testing.TestingDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the functions for requests of those concerned do to the tables, and what they leave alone. */
class SubjectFunctionsIT {
    private static final String ANN =
            "'acme', 'USER', array[subject_digest('acme', 'USER', 'ann'), subject_digest('acme', 'USER', 'token')]";
    private static final List<String> SCOPES = List.of(
            "'USER', 'ann'",
            "'USER', 'bob'",
            "'SESSION', 's1'",
            "'SESSION', 's2'",
            "'CLIENT_IP', 'home'",
            "'CLIENT_IP', 'office'",
            "'API_KEY', 'ann'");
    private static final String SUMS = "select sum(charge_nano_usd) * 1000 + count(*) from usage_event";

    @TempDir
    static Path directory;

    private static TestingDatabases databases;

    @BeforeAll
    static void start() {
        databases = new TestingDatabases(directory);
    }

    @AfterAll
    static void stop() {
        databases.close();
    }

    @Test
    void erasedUserIsNowhereAndEverySumStays() throws SQLException {
        Database database = filled();
        long sums = number(database, SUMS);
        String scopes = "from subject_scopes(" + ANN + ")";
        assertThat(number(database, "select count(*) " + scopes)).isEqualTo(3);

        TestingDatabases.execute(
                database, "select subject_erase_scopes('acme', array_agg(dimension), array_agg(value)) " + scopes);
        assertThat(number(database, erase(ANN))).isEqualTo(2);
        assertThat(number(database, erase(ANN))).as("once more").isZero();

        assertThat(number(database, SUMS)).isEqualTo(sums);
        assertThat(number(
                        database,
                        "select count(*) from usage_event where workspace_id = 'acme' and (user_pseudonym in ('ann', 'token')"
                                + " or session_id = 's1' or metadata->>'of' = 'ann' or decision_value = 'ann')"))
                .isZero();
        assertThat(number(
                        database,
                        "select count(*) from usage_event where user_pseudonym = 'bob'"
                                + " and session_id = 's2' and client_ip_pseudonym = 'office' and metadata is not null"))
                .isEqualTo(1);
        assertThat(number(
                        database,
                        "select count(*) from usage_event where workspace_id = 'other' and session_id = 's1'"
                                + " and user_pseudonym = 'ann'"))
                .isEqualTo(1);
        assertThat(number(database, "select count(*) from budget_state")).isEqualTo(SCOPES.size() - 3L);
        assertThat(number(database, "select count(*) from budget_alert")).isEqualTo(SCOPES.size());
        assertThat(number(database, "select count(*) from budget_alert where value = 'erased'"))
                .isEqualTo(3);
        assertThat(number(
                        database, "select count(*) from budget_alert where value = 'office' or dimension = 'API_KEY'"))
                .isEqualTo(2);
    }

    @Test
    void erasedWorkspaceHoldsNothingOfPeople() throws SQLException {
        Database database = filled();

        assertThat(number(database, erase("'acme', 'WORKSPACE', '{}'"))).isEqualTo(3);

        assertThat(number(
                        database,
                        "select count(*) from usage_event where workspace_id = 'acme' and num_nonnulls("
                                + "user_pseudonym, session_id, client_ip_pseudonym, metadata, decision_value) > 0"))
                .isZero();
        assertThat(number(
                        database,
                        "select count(*) from usage_event where workspace_id = 'other' and num_nonnulls("
                                + "user_pseudonym, session_id, client_ip_pseudonym, metadata, decision_value) = 5"))
                .isEqualTo(1);
    }

    @Test
    void erasedAddressLeavesItsUsers() throws SQLException {
        Database database = filled();

        String office = "'acme', 'CLIENT_IP', array[subject_digest('acme', 'CLIENT_IP', 'office')]";
        assertThat(number(database, erase(office))).isEqualTo(2);

        assertThat(number(database, "select count(*) from usage_event where user_pseudonym = 'ann'"))
                .isEqualTo(2);
        assertThat(number(database, "select count(*) from usage_event where client_ip_pseudonym = 'office'"))
                .isZero();
    }

    @Test
    void exportHoldsEverythingOfTheSubjectAndNothingOfOthers() throws SQLException {
        Database database = filled();
        String export = "select count(*) from subject_export(" + ANN + ")";

        assertThat(number(database, export + " where file = 'usage_event'")).isEqualTo(2);
        assertThat(number(database, export + " where file in ('budget_alert', 'budget_state')"))
                .isEqualTo(6);
        assertThat(number(database, export + " where line::text ~ 'bob|s2|\"other\"'"))
                .isZero();
        assertThat(number(
                        database,
                        "select count(*) from subject_export('acme', 'WORKSPACE', '{}')"
                                + " where file = 'budget_state'"))
                .isEqualTo(SCOPES.size());
        assertThatThrownBy(() -> number(database, "select count(*) from subject_export('acme', 'TEAM', '{}')"))
                .hasMessageContaining("kind: TEAM (expected: WORKSPACE, USER or CLIENT_IP)");
    }

    @Test
    void correctedCallsAreThoseOfAnotherUserAndTeam() throws SQLException {
        Database database = filled();
        String correct =
                "select sum(subject_correct_day('acme', array[subject_digest('acme', 'USER', 'ann'), subject_digest('acme', 'USER', 'token')], d, null, 't'))"
                        + " from generate_series('2026-03-01'::date, '2026-03-04', '1 day') as s(at), lateral (select at::date) as x(d)";

        assertThat(number(database, correct)).isEqualTo(2);
        assertThat(number(database, correct)).as("once more").isZero();
        assertThat(number(database, correct.replace("null, 't'", "'bob', null")))
                .isEqualTo(2);

        assertThat(number(database, "select count(*) from usage_event where user_pseudonym = 'bob'"))
                .isEqualTo(3);
        assertThat(number(database, "select count(*) from usage_event where team_id = 't'"))
                .isEqualTo(2);
    }

    @Test
    void bytesThatWereSetAsideGoAndTheirRowsAreCountedStill() throws SQLException {
        Database database = filled();
        TestingDatabases.execute(database, "insert into usage_refused (reason, raw) values ('r', 'ann'), ('r', 'bob')");
        TestingDatabases.execute(database, "insert into signal_refused values ('t', 0, 1, 'r', 'ann')");
        TestingDatabases.execute(
                database, "insert into rejected_record values (0, 7, now(), 'INVALID', 'ann', gen_random_uuid())");

        TestingDatabases.execute(
                database, "select subject_erase_refused(store, place) from subject_refused where raw = 'ann'");
        assertThat(number(database, "select subject_erase_rejected(0, 7)")).isEqualTo(1);

        assertThat(number(database, "select count(*) from subject_refused where raw = 'ann'"))
                .isZero();
        assertThat(number(database, "select count(*) from usage_refused")).isEqualTo(2);
        assertThat(number(database, "select count(*) from signal_refused")).isEqualTo(1);
        assertThat(number(
                        database, "select count(*) from rejected_record where detail = 'erased' and event_id is null"))
                .isEqualTo(1);
    }

    /** Two users of acme, of whom one alone calls from home, and one of the same name elsewhere. */
    private static Database filled() throws SQLException {
        Database database = databases.migrated();
        call(database, "acme", "ann", "home", "s1", 1);
        call(database, "acme", "token", "office", "s1", 3);
        call(database, "acme", "bob", "office", "s2", 3);
        call(database, "other", "ann", "home", "s1", 2);
        for (String scope : SCOPES) {
            TestingDatabases.execute(
                    database, "insert into budget_state values ('acme', " + scope + ", 1, now(), 'ALLOW', '[]')");
            TestingDatabases.execute(
                    database,
                    "insert into budget_alert values (gen_random_uuid(), now(), 'BUDGET', 'acme', 'p', " + scope
                            + ", 'TOKENS', 1, null, 1, 1, now(), null, null)");
        }
        return database;
    }

    private static void call(Database database, String workspace, String user, String address, String session, int day)
            throws SQLException {
        TestingDatabases.execute(database, "select usage_event_partition('2026-03-0" + day + "')");
        TestingDatabases.execute(
                database,
                ("insert into usage_event (event_id, occurred_at, published_at, ingested_at, workspace_id, user_pseudonym,"
                                + " client_ip_pseudonym, session_id, metadata, decision_dimension, decision_value, key_kind,"
                                + " operation, provider, model, model_requested, batch, streamed, usage_source, outcome,"
                                + " credential_mode, priced, cost_nano_usd, charge_nano_usd)"
                                + " values (gen_random_uuid(), '2026-03-0%d 23:59:59Z', now(), now(), '%s', '%s', '%s', '%s',"
                                + " '{\"of\": \"%s\"}', 'USER', '%s', 'UNKNOWN', 'CHAT', 'p', 'm', 'm', false, false,"
                                + " 'PROVIDER', 'SUCCESS', 'PLATFORM', true, 3, 7)")
                        .formatted(day, workspace, user, address, session, user, user));
    }

    /** How many calls were erased, day by day. */
    private static String erase(String subject) {
        return "select coalesce(sum(subject_erase_day(" + subject + ", day)), 0) from subject_days(" + subject
                + ") as s(day)";
    }

    private static long number(Database database, String sql) throws SQLException {
        return TestingDatabases.number(database, sql);
    }
}
