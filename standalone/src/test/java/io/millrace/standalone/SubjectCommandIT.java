package io.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.budget.AbuseSignals;
import io.millrace.schemas.budget.Action;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Period;
import io.millrace.schemas.budget.Policy;
import io.millrace.schemas.budget.PolicyKind;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Infrastructure;
import io.millrace.standalone.stack.Login;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.stack.Publishing;
import io.millrace.standalone.stack.RawPublishing;
import io.millrace.standalone.stack.Records;
import io.millrace.standalone.stack.Stack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Canaries: texts that are nowhere else are in every personal field of calls that go through the whole of Millrace. An export holds them
 * all, and after the erasure nothing does that the certificate does not admit.
 */
@TestMethodOrder(OrderAnnotation.class)
class SubjectCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Topics TOPICS = Catalogue.topics();
    private static final int CALLS = 20;

    @TempDir
    private static Path root = Path.of("");

    private static final Closeables OPEN = Closeables.closedAtExit();
    private static Endpoints endpoints = new Endpoints("", "", "", "");

    /** One person, with a text of each personal field. */
    private record Person(String name) {
        String user() {
            return "k1." + (name + "CANARYuserCANARYuserXX").substring(0, 22);
        }

        String address() {
            return "k1." + (name + "CANARYhomeCANARYhomeXX").substring(0, 22);
        }

        String session() {
            return "canary-session-" + name;
        }

        String metadata() {
            return "canary-metadata-" + name;
        }

        List<String> canaries() {
            return List.of(user(), address(), session(), metadata());
        }
    }

    @BeforeAll
    static void drive() {
        DataDirectory data = OPEN.add(DataDirectory.open(root));
        endpoints = Infrastructure.start(OPEN, data, Ports.FREE, TOPICS);
        Stack.start(OPEN, endpoints, data, TOPICS, new SystemClock());
        data.announce(endpoints);
        try (Publishing publishing = new Publishing(endpoints, TOPICS)) {
            publishing.policies(List.of(
                    policy("users", Dimension.USER, "*"),
                    policy("ann", Dimension.USER, new Person("ann").user()),
                    policy("sessions", Dimension.SESSION, "*"),
                    policy("addresses", Dimension.CLIENT_IP, "*")));
        }
        for (String name : List.of("ann", "bob")) {
            publish(new Person(name));
        }
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from usage_event") == 2 * CALLS
                        && number("select count(*) from rejected_record") == 2
                        && number("select count(*) from budget_alert") >= 6
                        && number("select count(*) from budget_state where dimension <> 'WORKSPACE'") >= 6
                        && number("select count(*) from billing.customer") == 1);
    }

    @AfterAll
    static void stop() {
        OPEN.close();
    }

    @Test
    @Order(2)
    void erasedUserIsNowhereThatTheCertificateDoesNotAdmit() throws Exception {
        Person ann = new Person("ann");
        assertThat(tablesWith(ann)).contains("usage_event", "budget_alert", "budget_state");
        Path export = root.resolve("export");
        assertThat(run(0, "subject", "export", "acme", "--user", ann.user(), "-o", export.toString()))
                .contains("usage_event", "budget_alert", "rejected");
        String exported = Files.readString(export.resolve("usage_event.jsonl"));
        assertThat(exported.lines()).hasSize(CALLS);
        assertThat(exported).contains(ann.canaries()).doesNotContain("bob");
        assertThat(Files.readAllLines(export.resolve("usage_event.csv"))).hasSize(CALLS + 1);
        assertThat(Files.readString(export.resolve("manifest.json"))).contains("rejected.jsonl", "\"rows\" : " + CALLS);
        assertThat(Files.getPosixFilePermissions(export)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(run(0, "subject", "accesses"))
                .containsPattern("acme  EXPORT of USER  [0-9]{2,} rows  by .* as millrace_owner");

        Path file = root.resolve("certificate.json");
        String printed = run(0, "subject", "erase", "acme", "--user", ann.user(), "-o", file.toString());

        String certificate = Files.readString(file);
        assertThat(printed).contains("usage_event", "budget_state", "millrace.policies tombstones");
        // A decision that was on its way is followed by its tombstone.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(tablesWith(ann)).isEmpty());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(newest()).noneMatch(text -> holds(text, ann)));
        assertThat(newest()).anyMatch(text -> text.contains("acme/users"));
        for (String told : List.of(printed, certificate, run(0, "subject", "status"), log())) {
            assertThat(ann.canaries()).noneMatch(told::contains);
        }
        // Nothing was sealed, so that logs of topics and of the database hold them still: the certificate says until
        // when.
        assertThat(filesWith(ann)).isNotEmpty();
        assertThat(certificate).contains("millrace.usage", "millrace.rejected", "at the latest 20", "database files");
        assertThat(run(0, "subject", "status", id(certificate))).isEqualTo(certificate);
        assertThat(number("select count(*) from privacy.subject_request where certificate_sha256 ="
                        + " sha256(convert_to(certificate, 'UTF8')) and kind = 'ERASE' and state = 'DONE'"))
                .isGreaterThanOrEqualTo(1);
        assertThat(run(0, "audit")).contains("✓");
    }

    /** First: a command in this process would give up the lock of the directory, by which another one finds the servers. */
    @Test
    @Order(1)
    void erasureThatIsKilledGoesOnAndCountsWhatItDidOnce() throws Exception {
        Person bob = new Person("bob");
        Path output = root.resolve("killed.out");
        String[] erase = {"subject", "erase", "acme", "--user", bob.user(), "--data", root.toString()};
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from usage_event where user_pseudonym = '" + bob.user() + "' limit 1 for update");
            try (MillraceProcess process = MillraceProcess.start(output, erase)) {
                await().atMost(PATIENCE)
                        .until(() -> number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and query like '%subject_erase_day%'")
                                == 1);
                assertThat(process.isAlive()).isTrue();
            }
            other.rollback();
        }
        assertThat(run(0, "subject", "status")).contains("RUNNING(CALLS)");
        await().atMost(PATIENCE)
                .until(() -> number("select count(*) from pg_stat_activity where query like '%subject_erase_day%'"
                                + " and state = 'active' and pid <> pg_backend_pid()")
                        == 0);

        run(0, "subject", "run");

        assertThat(tablesWith(bob)).isEmpty();
        assertThat(number("select count(*) from privacy.subject_request where kind = 'ERASE' and state = 'DONE'"))
                .isPositive();
        assertThat(number("select sum(amount) from privacy.subject_done join privacy.subject_request on id = request_id"
                        + " where store = 'usage_event' and kind = 'ERASE' and encode(digests[1], 'hex') = encode(sha256('acme|USER|"
                        + bob.user() + "'), 'hex')"))
                .isEqualTo(CALLS);
    }

    @Test
    @Order(3)
    void erasureOfAWorkspaceWaitsForItsAccount() {
        assertThat(run(1, "subject", "erase", "acme")).contains("HELD", "the account is open: close it first");
        assertThat(run(0, "subject", "status").lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains("due in 29 d"));
    }

    private static void publish(Person person) {
        long now = new SystemClock().nowMicros();
        try (RawPublishing publishing = new RawPublishing(endpoints)) {
            for (int i = 0; i <= CALLS; i++) {
                // The last is of a time that is refused.
                long at = i == CALLS ? now - 60 * Micros.PER_DAY : now - i * Micros.PER_SECOND;
                UsageRecord call = UsageMapping.toAvro(
                        Samples.usage("acme", at, person.name().hashCode() + i, 100, 10));
                call.getAttribution().setUserPseudonym(person.user());
                call.getAttribution().setClientIpPseudonym(person.address());
                call.getAttribution().setSessionId(person.session());
                call.setMetadata(Map.of("note", person.metadata()));
                byte[] value = AvroSerdes.at(endpoints.registry())
                        .serializer(TOPICS.usage())
                        .serialize(TOPICS.usage().name(), call);
                byte[] key = "acme".getBytes(StandardCharsets.UTF_8);
                publishing.send(new ProducerRecord<>(TOPICS.usage().name(), key, value));
            }
            publishing.await();
        }
    }

    private static Policy policy(String name, Dimension dimension, String value) {
        return new Policy(
                "acme/" + name,
                "acme",
                PolicyKind.BUDGET,
                dimension,
                value,
                Measure.TOKENS,
                1_000,
                Period.MONTH,
                0,
                ZoneOffset.UTC,
                DayOfWeek.MONDAY,
                List.of(50),
                List.of(),
                Action.BLOCK,
                false,
                List.of(),
                AbuseSignals.NONE);
    }

    /** The tables that hold a canary, as text or as bytes. */
    private static List<String> tablesWith(Person person) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows =
                    statement.executeQuery("select c.oid::regclass::text from pg_class c join pg_namespace n"
                            + " on n.oid = relnamespace where nspname in ('public', 'billing', 'privacy') and relkind in ('r', 'p')"
                            + " and not relispartition")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                for (String canary : person.canaries()) {
                    String hex = HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8));
                    String sql = "select count(*) from " + table + " as t where t::text ~ '"
                            + canary.replace(".", "[.]") + "|" + hex + "'";
                    if (number(sql) > 0) {
                        found.add(table);
                    }
                }
            }
        }
        return found;
    }

    /** Keys and values of what is in force in the compacted topics. */
    private static List<String> newest() {
        Map<String, String> newest = new HashMap<>();
        for (var topic : List.of(TOPICS.decisions(), TOPICS.policies())) {
            new Records(endpoints).forEachRaw(topic, Map.of(), record -> {
                String key = topic.name() + new String(record.key(), StandardCharsets.ISO_8859_1);
                if (record.value() == null) {
                    newest.remove(key);
                } else {
                    newest.put(key, key + new String(record.value(), StandardCharsets.ISO_8859_1));
                }
            });
        }
        return List.copyOf(newest.values());
    }

    private static boolean holds(String text, Person person) {
        return person.canaries().stream().anyMatch(text::contains);
    }

    private static List<Path> filesWith(Person person) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(root.resolve("export")))
                    .filter(file -> {
                        try {
                            return holds(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1), person);
                        } catch (IOException e) {
                            return false; // gone meanwhile
                        }
                    })
                    .toList();
        }
    }

    private static String log() throws IOException {
        Path log = root.resolve("millrace.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static String id(String certificate) {
        return certificate.replaceFirst("(?s).*\"request\" : \"([^\"]+)\".*", "$1");
    }

    private static long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(endpoints.jdbcUrl(Login.OWNER));
    }

    /** Runs a command on the data directory, checks its exit code, and gives what it printed. */
    private static String run(int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", root.toString()));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Millrace.commandLine().execute(all.toArray(String[]::new)))
                    .isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
