package io.millrace.privacy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.postgres.EmbeddedPostgresServer;
import io.millrace.embedded.postgres.PostgresOptions;
import io.millrace.privacy.http.VaultDoor;
import io.millrace.privacy.http.VaultDoorSettings;
import io.millrace.privacy.vault.Lookup;
import io.millrace.privacy.vault.MasterKeys;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.sealing.PersonalValues;
import io.millrace.schemas.sealing.Subject;
import io.millrace.schemas.sealing.SubjectExchange;
import io.millrace.schemas.sealing.SubjectKey;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Personal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The vault on a real PostgreSQL, and its door. */
class VaultIT {
    private static final UUID EVENT = Samples.eventId(1_790_000_000_000_000L, 1);
    private static final PersonalValues VALUES = new PersonalValues("session-1", Map.of("note", "canary"));
    private static final Secret LOOKUP = new Secret("0123456789abcdef0123456789abcdef");

    @TempDir
    static Path directory;

    private static EmbeddedPostgresServer server;
    private static PGSimpleDataSource database;

    private final MasterKeys masters = MasterKeys.of(MasterKeys.generate());
    private PostgresVault vault;

    @BeforeEach
    void openVault() {
        vault = new PostgresVault(database, masters, new Lookup(LOOKUP));
    }

    @BeforeAll
    static void start() {
        server = EmbeddedPostgresServer.start(new PostgresOptions(directory, 0));
        database = new PGSimpleDataSource();
        database.setUrl(server.jdbcUrl());
        database.setUser(server.user());
        PrivacyDatabase.migrate(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void subjectKeepsItsTokenAndItsKey() {
        Subject subject = Subject.user("acme", Samples.pseudonym(1));
        assertThat(vault.find(subject)).isEmpty();

        SubjectKey key = vault.resolve(List.of(subject)).get(0);
        SubjectKey again = new PostgresVault(database, masters, new Lookup(LOOKUP))
                .find(subject)
                .orElseThrow();

        assertThat(again.token()).isEqualTo(key.token()).matches("s1\\.[A-Za-z0-9_-]{22}");
        Personal personal = key.seal(EVENT, "acme", VALUES, new SecureRandom());
        assertThat(again.unseal(EVENT, "acme", personal)).isEqualTo(VALUES);
    }

    @Test
    void samePersonInAnotherWorkspaceOrAsAnAddressIsSomebodyElse() {
        String pseudonym = Samples.pseudonym(2);
        List<SubjectKey> keys = vault.resolve(List.of(
                Subject.user("acme", pseudonym),
                Subject.user("zeta", pseudonym),
                Subject.clientIp("acme", pseudonym),
                Subject.user("acme", pseudonym)));

        assertThat(keys.stream().map(SubjectKey::token).distinct()).hasSize(3);
        assertThat(keys.get(3).token()).isEqualTo(keys.get(0).token());
    }

    @Test
    void destroyedKeyIsGoneAndNextOneOpensNothing() {
        Subject subject = Subject.user("acme", Samples.pseudonym(3));
        SubjectKey key = vault.resolve(List.of(subject)).get(0);
        Personal personal = key.seal(EVENT, "acme", VALUES, new SecureRandom());

        assertThat(vault.destroy(subject)).isTrue();
        assertThat(vault.destroy(subject)).isFalse();
        assertThat(vault.find(subject)).isEmpty();

        SubjectKey next = vault.resolve(List.of(subject)).get(0);
        assertThat(next.token()).isNotEqualTo(key.token());
        assertThatThrownBy(() -> next.unseal(EVENT, "acme", personal)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tableHoldsNeitherPseudonymNorKey() throws Exception {
        Subject subject = Subject.user("acme", Samples.pseudonym(987_654_321));
        vault.resolve(List.of(subject));
        try (Connection connection = database.getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select string_agg(k::text, ' ') from privacy.subject_key k")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).contains("s1.").doesNotContain("987654321", "acme");
        }
    }

    @Test
    void otherMasterKeysOpenNothing() {
        Subject subject = Subject.user("acme", Samples.pseudonym(4));
        vault.resolve(List.of(subject));
        PostgresVault other = new PostgresVault(database, MasterKeys.of(MasterKeys.generate()), new Lookup(LOOKUP));

        assertThatThrownBy(() -> other.find(subject)).hasMessageContaining("expected: wrapped under a master key");
    }

    @Test
    void doorGivesKeysToWhoeverShowsTheToken() throws Exception {
        Subject subject = Subject.clientIp("acme", Samples.pseudonym(5));
        VaultDoorSettings settings = new VaultDoorSettings("127.0.0.1", 0, new Secret("let-me-in"), null, null);
        try (VaultDoor door = VaultDoor.open(settings, vault)) {
            HttpResponse<String> answer = ask(door, "let-me-in", SubjectExchange.ask(List.of(subject)));

            assertThat(answer.statusCode()).isEqualTo(200);
            SubjectKey key = SubjectExchange.answered(answer.body(), 1).get(0);
            assertThat(key.token()).isEqualTo(vault.find(subject).orElseThrow().token());
            Personal personal = key.seal(EVENT, "acme", VALUES, new SecureRandom());
            assertThat(vault.find(subject).orElseThrow().unseal(EVENT, "acme", personal))
                    .isEqualTo(VALUES);
            assertThat(ask(door, "let-me-out", SubjectExchange.ask(List.of(subject)))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(ask(door, "let-me-in", "{\"subjects\":[]}").statusCode()).isEqualTo(400);
            assertThat(ask(
                                    door,
                                    "let-me-in",
                                    SubjectExchange.ask(List.of(subject)).replace("test.", ""))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> ask(VaultDoor door, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + door.port() + SubjectExchange.PATH))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }
}
