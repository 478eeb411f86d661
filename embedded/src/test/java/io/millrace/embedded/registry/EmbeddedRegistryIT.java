package io.millrace.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.FreePort;
import io.millrace.embedded.PortTakenException;
import io.millrace.embedded.http.HttpProbe;
import io.millrace.embedded.http.HttpProbe.Answer;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST interface as a client sees it, over a real broker. */
final class EmbeddedRegistryIT {
    private static final String BASE = schema("");
    private static final String OPTIONAL_ADDED = schema(",{'name':'note','type':'string','default':''}");
    private static final String REQUIRED_ADDED = schema(",{'name':'unit','type':'string'}");

    @Test
    void restInterfaceIsConfluentsAndIdsSurviveRestarts(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new KafkaOptions(directory, 0))) {
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0))) {
                var http = new HttpProbe(registry.url());
                registersAndFinds(http);
                configures(http);
                refuses(http);
                refusesWhatKafkaRefuses(http);
                checksCompatibility(http);
                deletes(http);
                portIsTaken(kafka, registry);
            }
            try (EmbeddedRegistry registry = EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0))) {
                keepsEverything(new HttpProbe(registry.url()));
            }
        }
    }

    private static void registersAndFinds(HttpProbe http) throws Exception {
        answers(http, "GET", "/subjects", "", 200, "[]");
        answers(http, "POST", "/subjects/usage-value/versions", request(BASE), 200, "{'id':1}");
        answers(http, "POST", "/subjects/usage-value/versions", request(OPTIONAL_ADDED), 200, "{'id':2}");
        answers(http, "POST", "/subjects/usage-value/versions", request(BASE), 200, "{'id':1}");
        answers(http, "POST", "/subjects/odd%2Fname%2B1/versions", request(OPTIONAL_ADDED), 200, "{'id':2}");
        answers(http, "GET", "/subjects", "", 200, "['odd/name+1','usage-value']");
        answers(http, "GET", "/subjects/usage-value/versions", "", 200, "[1,2]");
        answers(http, "GET", "/subjects/usage-value/versions/1/schema", "", 200, BASE);
        answers(http, "GET", "/schemas/ids/1/schema", "", 200, BASE);
        answers(http, "GET", "/schemas/ids/2/subjects", "", 200, "['odd/name+1','usage-value']");
        answers(http, "GET", "/schemas/ids/1/versions", "", 200, "[{'subject':'usage-value','version':1}]");
        answers(http, "GET", "/schemas/types", "", 200, "['AVRO']");
        answers(http, "GET", "/mode", "", 200, "{'mode':'READWRITE'}");
        assertThat(http.send("GET", "/subjects/usage-value/versions/latest", "").body())
                .startsWith(quoted("{'subject':'usage-value','version':2,'id':2,'schema':"));
        assertThat(http.send("POST", "/subjects/usage-value", request(BASE)).body())
                .startsWith(quoted("{'subject':'usage-value','version':1,'id':1,'schema':"));
        Answer byId = http.send("GET", "/schemas/ids/1", "");
        assertThat(byId.body()).isEqualTo(request(BASE));
        assertThat(byId.response().headers().firstValue("content-type")).contains(MediaTypes.REGISTRY_V1);
    }

    private static void configures(HttpProbe http) throws Exception {
        answers(http, "GET", "/config", "", 200, "{'compatibilityLevel':'BACKWARD'}");
        refused(http, "GET", "/config/usage-value", "", 404, 40408);
        answers(http, "GET", "/config/usage-value?defaultToGlobal=true", "", 200, "{'compatibilityLevel':'BACKWARD'}");
        answers(http, "PUT", "/config", level("full_transitive"), 200, "{'compatibility':'full_transitive'}");
        answers(http, "PUT", "/config/usage-value", level("FULL"), 200, "{'compatibility':'FULL'}");
        answers(http, "GET", "/config/usage-value", "", 200, "{'compatibilityLevel':'FULL'}");
        refused(http, "PUT", "/config", level("SOME"), 422, 42203);
        answers(http, "DELETE", "/config/usage-value", "", 200, "{'compatibilityLevel':'FULL'}");
        answers(http, "PUT", "/mode/frozen", "{\"mode\":\"READONLY\"}", 200, "{'mode':'READONLY'}");
    }

    private static void refuses(HttpProbe http) throws Exception {
        refused(http, "POST", "/subjects/usage-value/versions", request(REQUIRED_ADDED), 409, 409);
        refused(http, "POST", "/subjects/usage-value/versions", request("{'type':'nonsense'}"), 422, 42201);
        refused(http, "POST", "/subjects/usage-value/versions", "no json", 400, 400);
        refused(http, "GET", "/subjects/none/versions", "", 404, 40401);
        refused(http, "POST", "/subjects/none", request(BASE), 404, 40401);
        refused(http, "GET", "/subjects/usage-value/versions/9", "", 404, 40402);
        refused(http, "GET", "/subjects/usage-value/versions/zero", "", 422, 42202);
        refused(http, "POST", "/subjects/usage-value", request(REQUIRED_ADDED), 404, 40403);
        refused(http, "GET", "/schemas/ids/99", "", 404, 40403);
        refused(http, "GET", "/nowhere", "", 404, 404);
        refused(http, "PUT", "/subjects", "{}", 405, 405);
        String typed = "{\"schemaType\":\"PROTOBUF\",\"schema\":\"\"}";
        refused(http, "POST", "/subjects/usage-value/versions", typed, 422, 42201);
    }

    /** Short enough for the registry, too long for Kafka, which counts bytes. */
    private static void refusesWhatKafkaRefuses(HttpProbe http) throws Exception {
        String doc = "\u00e4".repeat(600_000);
        String schema = "{'type':'enum','name':'E','symbols':['A'],'doc':'" + doc + "'}";
        refused(http, "POST", "/subjects/large/versions", request(schema), 422, 42209);
        refused(http, "GET", "/subjects/large/versions", "", 404, 40401);
    }

    private static void checksCompatibility(HttpProbe http) throws Exception {
        String path = "/compatibility/subjects/usage-value/versions";
        answers(http, "POST", path, request(BASE), 200, "{'is_compatible':true}");
        answers(http, "POST", path + "/latest", request(REQUIRED_ADDED), 200, "{'is_compatible':false}");
        assertThat(http.send("POST", path + "/1?verbose=true", request(REQUIRED_ADDED))
                        .body())
                .startsWith(quoted("{'is_compatible':false,'messages':["))
                .contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        refused(http, "POST", path + "/9", request(BASE), 404, 40402);
    }

    private static void deletes(HttpProbe http) throws Exception {
        answers(
                http,
                "POST",
                "/subjects/gone/versions",
                request(schema(",{'name':'x','type':'int','default':0}")),
                200,
                "{'id':3}");
        refused(http, "DELETE", "/subjects/gone?permanent=true", "", 404, 40405);
        answers(http, "DELETE", "/subjects/gone", "", 200, "[1]");
        refused(http, "DELETE", "/subjects/gone", "", 404, 40404);
        answers(http, "DELETE", "/subjects/gone?permanent=true", "", 200, "[1]");
        refused(http, "GET", "/schemas/ids/3", "", 404, 40403);
        answers(http, "DELETE", "/subjects/odd%2Fname%2B1/versions/1", "", 200, "1");
        refused(http, "DELETE", "/subjects/odd%2Fname%2B1/versions/1", "", 404, 40406);
        refused(http, "DELETE", "/subjects/usage-value/versions/1?permanent=true", "", 404, 40407);
    }

    private static void portIsTaken(EmbeddedKafka kafka, EmbeddedRegistry registry) throws Exception {
        try (var socket = new ServerSocket(0, 1, FreePort.address())) {
            var options = new RegistryOptions(kafka.bootstrapServers(), socket.getLocalPort());
            assertThatThrownBy(() -> EmbeddedRegistry.start(options))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessage("registry port: " + options.port() + " (expected: a free port on 127.0.0.1)");
        }
        assertThat(registry.url()).startsWith("http://127.0.0.1:");
    }

    private static void keepsEverything(HttpProbe http) throws Exception {
        answers(http, "GET", "/subjects", "", 200, "['usage-value']");
        answers(http, "GET", "/subjects?deleted=true", "", 200, "['odd/name+1','usage-value']");
        answers(http, "GET", "/schemas/ids/1/schema", "", 200, BASE);
        answers(http, "GET", "/schemas/ids/2/schema", "", 200, OPTIONAL_ADDED);
        answers(http, "GET", "/config", "", 200, "{'compatibilityLevel':'FULL_TRANSITIVE'}");
        refused(http, "GET", "/config/usage-value", "", 404, 40408);
        answers(http, "GET", "/mode/frozen", "", 200, "{'mode':'READONLY'}");
        refused(http, "POST", "/subjects/frozen/versions", request(BASE), 422, 42205);
        answers(http, "POST", "/subjects/later/versions", request(REQUIRED_ADDED), 200, "{'id':4}");
    }

    private static void answers(HttpProbe http, String method, String path, String body, int status, String expected)
            throws Exception {
        Answer answer = http.send(method, path, body);
        assertThat(answer.body()).as(method + " " + path).isEqualTo(quoted(expected));
        assertThat(answer.status()).isEqualTo(status);
    }

    private static void refused(HttpProbe http, String method, String path, String body, int status, int code)
            throws Exception {
        Answer answer = http.send(method, path, body);
        assertThat(answer.body()).as(method + " " + path).startsWith("{\"error_code\":" + code + ",\"message\":\"");
        assertThat(answer.status()).isEqualTo(status);
    }

    private static String schema(String moreFields) {
        return quoted("{'type':'record','name':'Usage','fields':[{'name':'id','type':'long'}" + moreFields + "]}");
    }

    private static String request(String schema) {
        return "{\"schema\":\"" + quoted(schema).replace("\"", "\\\"") + "\"}";
    }

    private static String level(String name) {
        return "{\"compatibility\":\"" + name + "\"}";
    }

    private static String quoted(String withApostrophes) {
        return withApostrophes.replace('\'', '"');
    }
}
