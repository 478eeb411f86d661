package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.HttpProbe.Answer;
import io.millrace.embedded.http.LoopbackServer;
import io.millrace.embedded.registry.core.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over HTTP, what the transcript does not ask: limits, what is not served, a failing journal, many clients at once. */
final class RegistryRoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 16;

    private final RowsJournal journal = new RowsJournal();
    private final LoopbackServer server =
            LoopbackServer.start("registry", 0, new RegistryRoutes(new Registry(journal)));
    private final HttpProbe http = new HttpProbe(server.url());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void writeThatFailsChangesNothing() throws Exception {
        register("a", "\"int\"");
        List<String> before = everything();
        journal.failing = true;
        int rows = journal.rows.size();
        String[][] writes = {
            {"POST", "/subjects/a/versions", body("\"long\"")},
            {"POST", "/subjects/b/versions", body("\"int\"")},
            {"DELETE", "/subjects/a", ""},
            {"DELETE", "/subjects/a/versions/1", ""},
            {"PUT", "/config", "{\"compatibility\":\"NONE\"}"},
            {"PUT", "/config/a", "{\"compatibility\":\"NONE\"}"},
            {"DELETE", "/config", ""},
            {"PUT", "/mode", "{\"mode\":\"READONLY\"}"},
            {"PUT", "/mode/a", "{\"mode\":\"READONLY\"}"},
        };
        for (String[] write : writes) {
            refused(http.send(write[0], write[1], write[2]), 500, 50001);
            assertThat(everything()).isEqualTo(before);
        }
        assertThat(journal.rows).hasSize(rows);
        journal.failing = false;
        assertThat(register("a", "\"long\"").body()).isEqualTo("{\"id\":2}");
    }

    private List<String> everything() throws Exception {
        var answers = new ArrayList<String>();
        for (String path : List.of("/schemas?deleted=true", "/config", "/mode", "/config/a", "/mode/a")) {
            answers.add(http.send("GET", path, "").body());
        }
        return answers;
    }

    @Test
    void sizesAreBoundedAndEachBoundIsNamed() throws Exception {
        String doc = "d".repeat(1_000_000);
        String large = "{\"type\":\"enum\",\"name\":\"E\",\"doc\":\"" + doc + "\",\"symbols\":[\"A\"]}";
        Answer schema = register("a", large);
        refused(schema, 422, 42209);
        assertThat(schema.body()).contains("schema is too large");
        Answer body = http.send("POST", "/subjects/a/versions", "x".repeat((8 << 20) + 1));
        assertThat(body.status()).isEqualTo(413);
        assertThat(body.body()).contains("body: too large");
        assertThat(http.send("GET", "/subjects", "").body()).isEqualTo("[]");
    }

    @Test
    void deepSchemasAreServedUpToTheLimitOfAvro() throws Exception {
        register("a", nested(900, "int"));
        Answer incompatible = register("a", nested(900, "string"));
        refused(incompatible, 409, 409);
        for (int depth : new int[] {1_001, 20_000}) {
            Answer deeper = register("a", nested(depth, "int"));
            refused(deeper, 422, 42201);
            assertThat(deeper.body()).contains("depth");
        }
        refused(http.send("POST", "/subjects/a/versions", "[".repeat(100_000)), 400, 400);
    }

    private static String nested(int depth, String type) {
        return "{\"type\":\"array\",\"items\":".repeat(depth) + "\"" + type + "\"" + "}".repeat(depth);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "\"undefined.Name\"",
                "{}",
                "5",
                "null",
                "[\"int\",\"int\"]",
                "[[\"int\"]]",
                "\"int\" \"int\"",
                "{\"type\":\"array\"}",
                "{\"type\":\"record\",\"name\":\"A\"}",
                "{\"type\":\"record\",\"name\":\"1A\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"A-b\",\"fields\":[]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"B\"}]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"int\"},{\"name\":\"f\",\"type\":\"int\"}]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"int\",\"default\":\"x\"}]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"A\",\"size\":1}}]}",
                "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"f\",\"type\":\"double\",\"default\":\"x\"}]}",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"A\"]}",
                "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"default\":\"B\"}",
                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":-1}",
            })
    void invalidSchemaIsRefusedWithItsReason(String schema) throws Exception {
        Answer answer = register("a", schema);
        refused(answer, 422, 42201);
        assertThat(JSON.readTree(answer.body()).path("message").asText())
                .startsWith("Invalid schema of type AVRO, details: ")
                .doesNotEndWith("details: ")
                .doesNotEndWith("details: null");
        assertThat(journal.rows).isEmpty();
    }

    /** Avro looks at defaults of fields alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"int\",\"default\":\"x\"}",
                "{\"type\":\"record\",\"name\":\"Größe\",\"fields\":[]}",
                "[]"
            })
    void oddSchemaThatAvroTakesIsTaken(String schema) throws Exception {
        assertThat(register("a", schema).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /subjects/a/versions | {"schema":"\\"int\\"","references":[{"name":"b","subject":"b","version":1}]} | 42201 | references: 1
            POST | /subjects/a/versions | {"schema":"\\"int\\"","metadata":{}}       | 42201 | metadata: present
            POST | /subjects/a/versions | {"schema":"\\"int\\"","ruleSet":{}}        | 42201 | ruleSet: present
            POST | /subjects/a/versions | {"schema":"x","schemaType":"PROTOBUF"}     | 42201 | schemaType: PROTOBUF
            POST | /subjects/a/versions | {"schema":"\\"int\\"","version":1}         | 42205 | Subject a is not in import mode
            POST | /subjects/a/versions | {"schema":"\\"int\\"","id":"x"}            | 400   | id: "x" (expected: an integer)
            POST | /subjects/:.ctx:a/versions | {"schema":"\\"int\\""}               | 42208 | subject: :.ctx:a
            PUT  | /config/a            | {"compatibility":"FULL","normalize":true}  | 42203 | normalize: present
            PUT  | /config              | {}                                         | 42203 | Invalid compatibility level
            PUT  | /mode                | {}                                         | 42204 | Invalid mode
            """)
    void whatIsNotServedIsRefusedByName(String method, String path, String body, int code, String message)
            throws Exception {
        Answer answer = http.send(method, path, body);
        refused(answer, code < 1000 ? code : code / 100, code);
        assertThat(JSON.readTree(answer.body()).path("message").asText()).contains(message);
        assertThat(journal.rows).isEmpty();
    }

    @Test
    void schemasThatDifferInOrderAloneAreOneWhenNormalized() throws Exception {
        String first =
                "{\"type\":\"record\",\"name\":\"A\",\"b\":{\"y\":1,\"x\":2},\"a\":1,\"aliases\":[\"D\",\"C\"],\"fields\":"
                        + "[{\"name\":\"m\",\"type\":{\"type\":\"bytes\",\"scale\":4,\"precision\":17,\"logicalType\":\"decimal\"}}]}";
        String second =
                "{\"type\":\"record\",\"name\":\"A\",\"a\":1,\"b\":{\"x\":2,\"y\":1},\"aliases\":[\"C\",\"D\"],\"fields\":"
                        + "[{\"name\":\"m\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":17,\"scale\":4}}]}";
        assertThat(register("a", first).body()).isEqualTo("{\"id\":1}");
        assertThat(register("a", second).body()).isEqualTo("{\"id\":2}");
        for (String schema : List.of(first, second)) {
            Answer answer = http.send("POST", "/subjects/n/versions?normalize=true", body(schema));
            assertThat(answer.body()).isIn("{\"id\":2}", "{\"id\":3}");
            Answer looked = http.send("POST", "/subjects/n?normalize=true", body(schema));
            assertThat(looked.body()).startsWith("{\"subject\":\"n\",\"version\":1,");
        }
        assertThat(http.send("GET", "/subjects/n/versions", "").body()).isEqualTo("[1]");
    }

    @Test
    void clientsThatRegisterTheSameSchemaGetOneId() throws Exception {
        List<String> answers = atOnce(client -> register("a", "\"int\"").body());
        assertThat(answers).hasSize(CLIENTS).containsOnly("{\"id\":1}");
        assertThat(journal.rows).hasSize(1);
    }

    @Test
    void clientsThatRegisterOtherSchemasGetIdsWithoutGaps() throws Exception {
        List<String> answers = atOnce(client -> {
            String schema = "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + (client + 1) + "}";
            return register("s" + client % 4, schema).body()
                    + register("own" + client, schema).body();
        });
        // Of one subject's four schemas, which are incompatible, the first is taken.
        List<String> ids = answers.stream()
                .map(each -> each.substring(each.lastIndexOf('{')))
                .toList();
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, CLIENTS)
                        .mapToObj(id -> "{\"id\":" + id + "}")
                        .toList());
        assertThat(answers)
                .filteredOn(each -> each.contains("\"error_code\":409"))
                .hasSize(CLIENTS - 4);
        assertThat(http.send("GET", "/schemas", "").body()).doesNotContain("\"version\":2");
    }

    private interface Client {
        String run(int number) throws Exception;
    }

    private static List<String> atOnce(Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            var start = new CyclicBarrier(CLIENTS);
            List<Callable<String>> tasks = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> (Callable<String>) () -> {
                        start.await();
                        return client.run(number);
                    })
                    .toList();
            var answers = new ArrayList<String>();
            for (Future<String> each : threads.invokeAll(tasks)) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private Answer register(String subject, String schema) throws Exception {
        return http.send("POST", "/subjects/" + subject + "/versions", body(schema));
    }

    private static String body(String schema) {
        return JSON.createObjectNode().put("schema", schema).toString();
    }

    private static void refused(Answer answer, int status, int code) {
        assertThat(answer.body()).startsWith("{\"error_code\":" + code + ",\"message\":\"");
        assertThat(answer.status()).isEqualTo(status);
    }
}
