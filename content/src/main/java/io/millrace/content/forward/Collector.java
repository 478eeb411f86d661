package io.millrace.content.forward;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.content.seal.CallBodies;
import io.millrace.schemas.time.Micros;
import java.util.List;

/**
 * What a collector of logs is sent: one entry for each call, in clear. Attribute names are OpenTelemetry's for generative AI
 * where it has them. Stateless, thread-safe.
 */
public enum Collector {
    /** OTLP/HTTP with JSON, to a path that ends in {@code /v1/logs}; the key, where there is one, as a bearer token. */
    OTLP {
        @Override
        String body(List<CallBodies> calls) {
            ObjectNode root = JSON.createObjectNode();
            ObjectNode resource = root.putArray("resourceLogs").addObject();
            attribute(resource.putObject("resource").putArray("attributes"), "service.name", "millrace-content");
            ObjectNode scope = resource.putArray("scopeLogs").addObject();
            scope.putObject("scope").put("name", "io.millrace.content");
            ArrayNode records = scope.putArray("logRecords");
            for (CallBodies call : calls) {
                ObjectNode record = records.addObject();
                record.put("timeUnixNano", call.occurredAtMicros() + "000");
                record.put("severityNumber", INFO);
                record.putObject("body").put("stringValue", "model call");
                ArrayNode attributes = record.putArray("attributes");
                attribute(attributes, "millrace.event.id", call.eventId().toString());
                attribute(attributes, "millrace.workspace.id", call.workspaceId());
                attribute(attributes, INPUT, call.request());
                attribute(attributes, OUTPUT, call.response());
            }
            return root.toString();
        }

        @Override
        Header key(String secret) {
            return new Header("authorization", "Bearer " + secret);
        }
    },
    /** Datadog's intake of logs: an array of entries, the key in {@code DD-API-KEY}. */
    DATADOG {
        @Override
        String body(List<CallBodies> calls) {
            ArrayNode entries = JSON.createArrayNode();
            for (CallBodies call : calls) {
                ObjectNode entry = entries.addObject();
                entry.put("ddsource", "millrace")
                        .put("service", "millrace-content")
                        .put("message", "model call");
                entry.put("timestamp", call.occurredAtMicros() / Micros.PER_MILLI);
                entry.put("millrace.event.id", call.eventId().toString());
                entry.put("millrace.workspace.id", call.workspaceId());
                entry.put(INPUT, call.request()).put(OUTPUT, call.response());
            }
            return entries.toString();
        }

        @Override
        Header key(String secret) {
            return new Header("DD-API-KEY", secret);
        }
    };

    private static final JsonMapper JSON = new JsonMapper();
    private static final String INPUT = "gen_ai.input.messages";
    private static final String OUTPUT = "gen_ai.output.messages";
    private static final int INFO = 9;

    /** A header of HTTP. */
    record Header(String name, String value) {
        @Override
        public String toString() {
            return name + ": [redacted]";
        }
    }

    /** JSON of some calls. */
    abstract String body(List<CallBodies> calls);

    abstract Header key(String secret);

    private static void attribute(ArrayNode to, String key, String value) {
        to.addObject().put("key", key).putObject("value").put("stringValue", value);
    }
}
