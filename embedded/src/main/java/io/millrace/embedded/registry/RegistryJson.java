package io.millrace.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.registry.core.CompatibilityLevel;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.SchemaVersion;
import java.util.List;

/** Bodies of requests and answers, as Confluent's registry has them. */
final class RegistryJson {
    static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistryJson() {}

    static Reply ok(JsonNode body) {
        return new Reply(200, CONTENT_TYPE, body.toString());
    }

    static Reply ok(int number) {
        return new Reply(200, CONTENT_TYPE, Integer.toString(number));
    }

    static Reply error(RegistryException refused) {
        ObjectNode body = JSON.createObjectNode()
                .put("error_code", refused.error().code())
                .put("message", refused.getMessage());
        return new Reply(refused.error().status(), CONTENT_TYPE, body.toString());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode texts(List<String> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    static ArrayNode numbers(List<Integer> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::add);
        return array;
    }

    static ObjectNode version(SchemaVersion version) {
        return object().put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }

    static ArrayNode uses(List<SchemaVersion> versions) {
        ArrayNode array = JSON.createArrayNode();
        for (SchemaVersion version : versions) {
            array.addObject().put("subject", version.subject()).put("version", version.version());
        }
        return array;
    }

    /** The schema of a register, lookup or compatibility request. What this registry cannot do is refused. */
    static String schema(String body) {
        JsonNode request = parse(body);
        String type = request.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "schemaType: " + type + " (expected: AVRO)");
        }
        if (!request.path("references").isEmpty()) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "references: present (expected: none)");
        }
        if (request.path("id").asInt() > 0) {
            throw new RegistryException(
                    RegistryError.OPERATION_NOT_PERMITTED, "id: given (expected: none, the mode is READWRITE)");
        }
        return request.path("schema").asText("");
    }

    static CompatibilityLevel level(String body) {
        String name = parse(body).path("compatibility").asText("");
        return CompatibilityLevel.named(name)
                .orElseThrow(() -> new RegistryException(
                        RegistryError.INVALID_LEVEL,
                        "compatibility: " + name + " (expected: one of " + List.of(CompatibilityLevel.values()) + ")"));
    }

    private static JsonNode parse(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException malformed) {
            throw new RegistryException(RegistryError.BAD_REQUEST, "body: malformed (expected: JSON)", malformed);
        }
        throw new RegistryException(RegistryError.BAD_REQUEST, "body: not an object (expected: a JSON object)");
    }
}
