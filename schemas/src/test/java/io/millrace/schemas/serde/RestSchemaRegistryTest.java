package io.millrace.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.avro.Drawdown;
import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.serde.RegistryException.Fault;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RestSchemaRegistryTest {
    private static final Schema SCHEMA = AvroCodec.schemaOf(Drawdown.class);
    private static final String UNKNOWN = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
    private static final String MEMORY_SECONDS = "5";

    private final List<ScriptedRegistry> servers = new ArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final TestingClock clock = new TestingClock(0);

    @AfterEach
    void close() {
        servers.forEach(ScriptedRegistry::close);
    }

    @Test
    void registrationsAndLookupsAreAskedForOnce() {
        ScriptedRegistry server = server(ScriptedRegistry.always(200, "{\"id\":7}"));
        RestSchemaRegistry registry = registry(server.url() + "/");
        assertThat(registry.register("a topic-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.register("a topic-value", SCHEMA)).isEqualTo(7);
        assertThat(registry.lookup("a topic-value", SCHEMA)).isEqualTo(7);
        assertThat(server.lines())
                .containsExactly("POST /subjects/a%20topic-value/versions", "POST /subjects/a%20topic-value");
        assertThat(server.asked().get(0).body()).startsWith("{\"schema\":\"{\\\"type\\\":\\\"record\\\"");
    }

    @Test
    void nextUrlAnswersWhereTheFirstDoesNotAndIsAskedFirstFromThenOn() {
        ScriptedRegistry broken = server(ScriptedRegistry.always(503, ""));
        ScriptedRegistry good = server(ScriptedRegistry.always(200, "{\"id\":7}"));
        RestSchemaRegistry registry = registry(ScriptedRegistry.nobody(), broken.url(), good.url());
        registry.register("one", SCHEMA);
        registry.register("two", SCHEMA);
        assertThat(broken.lines()).hasSize(1);
        assertThat(good.lines()).hasSize(2);
        assertThat(waits).isEmpty();
    }

    @Test
    void waitsDoubleUpToTheirBoundAndThenTheRegistryIsAway() {
        ScriptedRegistry server = server(ScriptedRegistry.always(500, "{\"error_code\":50001,\"message\":\"store\"}"));
        RestSchemaRegistry registry = registry(server.url());
        RegistryException e = catchThrowableOfType(RegistryException.class, () -> registry.register("subject", SCHEMA));
        assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(e.kind()).isEqualTo(ErrorKind.EXTERNAL);
        assertThat(e.retriable()).isTrue();
        assertThat(e).hasMessageContaining(server.url()).hasMessageContaining("answered 500");
        assertThat(server.lines()).hasSize(4);
        assertThat(waits).hasSize(3);
        assertThat(waits.get(0).toMillis()).isBetween(50L, 100L);
        assertThat(waits.get(1).toMillis()).isBetween(100L, 200L);
        assertThat(waits.get(2).toMillis()).isBetween(125L, 250L);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void answersThatMeanLaterAreTriedAgain(int status) {
        ScriptedRegistry server = server(ScriptedRegistry.always(status, "busy"));
        server.script((self, exchange) -> {
            self.script(ScriptedRegistry.always(200, "{\"id\":7}"));
            ScriptedRegistry.reply(exchange, status, "busy");
        });
        assertThat(registry(server.url()).register("subject", SCHEMA)).isEqualTo(7);
        assertThat(server.lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 40101, UNAUTHORIZED",
        "403, 40301, UNAUTHORIZED",
        "404, 40401, NOT_REGISTERED",
        "404, 40403, NOT_REGISTERED",
        "404, 0, NO_REGISTRY",
        "409, 409, INCOMPATIBLE",
        "422, 42201, REFUSED",
        "301, 0, NO_REGISTRY"
    })
    void refusalsAreToldApartAndNotTriedAgain(int status, int code, Fault fault) {
        String body = code == 0 ? "<html>" : "{\"error_code\":" + code + ",\"message\":\"because\"}";
        ScriptedRegistry server = server(ScriptedRegistry.always(status, body));
        RestSchemaRegistry registry = registry(server.url(), server.url());
        assertThatThrownBy(() -> registry.lookup("subject", SCHEMA))
                .isInstanceOfSatisfying(RegistryException.class, e -> {
                    assertThat(e.fault()).isEqualTo(fault);
                    assertThat(e.retriable()).isFalse();
                })
                .hasMessageContaining(status + " ");
        assertThat(server.lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "<html>proxy</html>", "[]", "{}", "{\"id\":\"7\"}", "{\"id\":7.5}", "{\"id\""})
    void answerThatNoRegistryGivesIsNoAnswerAboutTheRecord(String body) {
        RestSchemaRegistry registry =
                registry(server(ScriptedRegistry.always(200, body)).url());
        assertThat(faultOf(() -> registry.register("subject", SCHEMA))).isEqualTo(Fault.NO_REGISTRY);
        assertThat(faultOf(() -> registry.byId(1))).isEqualTo(Fault.NO_REGISTRY);
    }

    @Test
    void anotherServersNotFoundDoesNotMakeTheRecordUnreadable() {
        RestSchemaRegistry registry =
                registry(server(ScriptedRegistry.always(404, "Not Found")).url());
        assertThat(faultOf(() -> registry.byId(1))).isEqualTo(Fault.NO_REGISTRY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}",
                "{\"schema\":\"{\\\"type\\\":\"}"
            })
    void schemaThatIsNoAvroMakesItsRecordsUnreadable(String body) {
        RestSchemaRegistry registry =
                registry(server(ScriptedRegistry.always(200, body)).url());
        assertThatThrownBy(() -> registry.byId(1))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        e -> assertThat(e.fault()).isEqualTo(UnreadableRecordException.Fault.UNREADABLE));
    }

    @Test
    void silentServerIsGivenUpWithinTheTimeouts() {
        for (ScriptedRegistry.Script script : List.of(
                ScriptedRegistry.staysSilent(), ScriptedRegistry.stopsInTheMiddle(), ScriptedRegistry.hangsUp())) {
            ScriptedRegistry silent = server(script);
            ScriptedRegistry good = server(ScriptedRegistry.always(200, "{\"id\":7}"));
            assertThat(registry(silent.url(), good.url()).register("subject", SCHEMA))
                    .isEqualTo(7);
            assertThat(silent.lines()).isNotEmpty();
        }
    }

    @Test
    void endlessAnswerIsCutOff() {
        ScriptedRegistry endless = server((self, exchange) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                exchange.getResponseBody().write(blanks);
            }
            exchange.close();
        });
        assertThatThrownBy(() -> registryWith("max.retries", "0", endless.url()).byId(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("expected: <= 16777216 bytes");
    }

    @Test
    void unknownIdIsRememberedForAWhileOnly() {
        ScriptedRegistry server = server(ScriptedRegistry.always(404, UNKNOWN));
        RestSchemaRegistry registry = registry(server.url());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> registry.byId(9))
                    .isInstanceOfSatisfying(
                            UnreadableRecordException.class,
                            e -> assertThat(e.fault()).isEqualTo(UnreadableRecordException.Fault.UNKNOWN_SCHEMA));
        }
        assertThat(server.lines()).containsExactly("GET /schemas/ids/9");

        server.script(ScriptedRegistry.always(200, "{\"schema\":\"\\\"string\\\"\"}"));
        clock.advanceMicros(4_999_999);
        assertThatThrownBy(() -> registry.byId(9)).isInstanceOf(UnreadableRecordException.class);
        clock.advanceMicros(1);
        assertThat(registry.byId(9)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(server.lines()).hasSize(2);
    }

    @Test
    void unknownIdsAreForgottenBeforeTheyFillTheMemory() {
        UnreadableIds ids = new UnreadableIds(clock, Duration.ofSeconds(5));
        UnreadableRecordException why =
                new UnreadableRecordException(UnreadableRecordException.Fault.UNKNOWN_SCHEMA, "why", null);
        for (int id = 0; id < UnreadableIds.IDS_MAX; id++) {
            ids.add(id, why);
        }
        assertThat(ids.get(0)).isNotNull();
        ids.add(-1, why);
        assertThat(ids.get(0)).isNull();
        assertThat(ids.get(-1)).isNotNull();
    }

    @Test
    void threadsThatWantTheSameAnswerShareOneRequest() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ScriptedRegistry server = server((self, exchange) -> {
            await(open);
            ScriptedRegistry.reply(exchange, 200, "{\"id\":7}");
        });
        RestSchemaRegistry registry = registryWith("http.read.timeout.ms", "20000", server.url());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(() -> registry.register("subject", SCHEMA)));
            }
            Future<Integer> other = threads.submit(() -> 1);
            open.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(7);
            }
            assertThat(other.get()).isEqualTo(1);
            assertThat(server.lines()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void threadThatWaitsForAnInterruptedOneAsksItself() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        Thread first = new Thread(() -> {
            try {
                flights.get("key", () -> {
                    started.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new RegistryException(Fault.UNAVAILABLE, "interrupted", e);
                    }
                    return 1;
                });
            } catch (RegistryException expected) {
                // It was interrupted.
            }
        });
        first.start();
        started.await();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> second = threads.submit(() -> flights.get("key", () -> 2));
            first.interrupt();
            assertThat(second.get()).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void interruptEndsTheWaitAndStaysSet() {
        RestSchemaRegistry registry =
                registry(server(ScriptedRegistry.staysSilent()).url());
        Thread.currentThread().interrupt();
        assertThat(faultOf(() -> registry.byId(1))).isEqualTo(Fault.UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Fault faultOf(ThrowingCallable call) {
        return catchThrowableOfType(RegistryException.class, call).fault();
    }

    private ScriptedRegistry server(ScriptedRegistry.Script script) {
        ScriptedRegistry server = ScriptedRegistry.start(script);
        servers.add(server);
        return server;
    }

    private RestSchemaRegistry registry(String... urls) {
        return registryWith(SerdeConfig.RETRIES, "3", urls);
    }

    private RestSchemaRegistry registryWith(String key, String value, String... urls) {
        Map<String, Object> configs = new HashMap<>(Map.of(
                SerdeConfig.REGISTRY_URL,
                List.of(urls),
                SerdeConfig.CONNECT_TIMEOUT,
                "300",
                SerdeConfig.READ_TIMEOUT,
                500,
                SerdeConfig.RETRY_WAIT,
                "100",
                SerdeConfig.RETRY_WAIT_MAX,
                250L,
                SerdeConfig.UNKNOWN_ID_MEMORY,
                MEMORY_SECONDS));
        configs.put(key, value);
        return new RestSchemaRegistry(SerdeConfig.read(configs).registry(), clock, waits::add);
    }
}
