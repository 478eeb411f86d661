package io.millrace.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.serde.UnreadableRecordException.Fault;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.time.SystemClock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's REST interface, the part a serde needs. Answers are kept for good, since an id never changes its schema; an
 * id that the registry does not know is asked for again after a short while. Threads that want the same answer share one
 * request. Every method throws {@link RegistryException} when the registry is away or refuses. Thread-safe.
 */
public final class RestSchemaRegistry implements SchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Registration(String subject, Schema schema) {}

    private final RegistrySettings settings;
    private final RegistryHttp http;
    private final UnreadableIds unreadable;
    private final SingleFlight<Registration, Integer> registered = new SingleFlight<>();
    private final SingleFlight<Registration, Integer> found = new SingleFlight<>();
    private final SingleFlight<Integer, Schema> schemas = new SingleFlight<>();

    /** @param urls base URLs such as http://127.0.0.1:8081, tried in order; {@code user:password@} is sent as basic auth */
    public RestSchemaRegistry(List<String> urls) {
        this(RegistrySettings.at(urls), new SystemClock(), span -> TimeUnit.NANOSECONDS.sleep(span.toNanos()));
    }

    RestSchemaRegistry(RegistrySettings settings, Clock clock, RegistryHttp.Pause pause) {
        this.settings = settings;
        http = new RegistryHttp(settings, pause);
        unreadable = new UnreadableIds(clock, settings.unknownIdMemory());
    }

    /**
     * A registry by Confluent's properties, as {@link SerdeConfig} lists them.
     *
     * @throws io.millrace.schemas.error.MillraceException with every problem of the properties
     */
    public static RestSchemaRegistry of(Map<String, ?> configs) {
        return of(SerdeConfig.read(configs).registry());
    }

    static RestSchemaRegistry of(RegistrySettings settings) {
        return new RestSchemaRegistry(settings, new SystemClock(), span -> TimeUnit.NANOSECONDS.sleep(span.toNanos()));
    }

    /**
     * Returns when the registry has answered.
     *
     * @throws RegistryException when it does not, or refuses
     */
    void requireAnswer() {
        http.send("GET", "/config", null).accepted();
    }

    @Override
    public int register(String subject, Schema schema) {
        return registered.get(
                new Registration(subject, schema), () -> id("/subjects/" + encode(subject) + "/versions", schema));
    }

    @Override
    public int lookup(String subject, Schema schema) {
        return found.get(new Registration(subject, schema), () -> id("/subjects/" + encode(subject), schema));
    }

    @Override
    public Schema byId(int id) {
        return schemas.get(id, () -> {
            UnreadableRecordException why = unreadable.get(id);
            if (why != null) {
                throw why;
            }
            try {
                return schema(id, http.send("GET", "/schemas/ids/" + id, null));
            } catch (UnreadableRecordException e) {
                unreadable.add(id, e);
                throw e;
            }
        });
    }

    /** Sets the compatibility level of a subject, such as FULL_TRANSITIVE. */
    public void setCompatibility(String subject, String level) {
        String body = JSON.createObjectNode().put("compatibility", level).toString();
        http.send("PUT", "/config/" + encode(subject), body).accepted();
    }

    private int id(String path, Schema schema) {
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        RegistryAnswer answer = http.send("POST", path, body);
        JsonNode id = answer.accepted().path("id");
        if (!id.isInt()) {
            throw answer.unlikely("an id");
        }
        return id.intValue();
    }

    private static Schema schema(int id, RegistryAnswer answer) {
        if (answer.saysUnknownSchema()) {
            throw unreadable(Fault.UNKNOWN_SCHEMA, id, "unknown", "an id the registry knows", null);
        }
        JsonNode body = answer.accepted();
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw unreadable(Fault.UNREADABLE, id, type, "AVRO", null);
        }
        JsonNode text = body.path("schema");
        if (!text.isTextual()) {
            throw answer.unlikely("a schema");
        }
        try {
            return new Schema.Parser().parse(text.textValue());
        } catch (AvroRuntimeException e) {
            throw unreadable(Fault.UNREADABLE, id, text.textValue(), "an Avro schema in one piece", e);
        }
    }

    private static UnreadableRecordException unreadable(
            Fault fault, int id, String value, String rule, @Nullable Throwable cause) {
        return new UnreadableRecordException(fault, Expected.message("schema id " + id, value, rule), cause);
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return "schema registry at " + settings.endpoints();
    }
}
