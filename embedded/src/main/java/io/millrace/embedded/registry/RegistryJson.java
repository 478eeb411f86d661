package io.millrace.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.http.Reply;
import io.millrace.embedded.registry.core.RegistryException;
import io.millrace.embedded.registry.core.SchemaVersion;
import java.util.List;

/** Bodies of answers, as Confluent's registry has them. */
final class RegistryJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RegistryJson() {}

    static Reply ok(JsonNode body) {
        return text(body.toString());
    }

    static Reply ok(int number) {
        return text(Integer.toString(number));
    }

    /** A text that is the whole body. */
    static Reply text(String body) {
        return new Reply(200, MediaTypes.REGISTRY_V1, body);
    }

    static Reply error(RegistryException refused) {
        ObjectNode body = object().put("error_code", refused.error().code()).put("message", refused.getMessage());
        return new Reply(refused.error().status(), MediaTypes.REGISTRY_V1, body.toString());
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

    static ArrayNode versions(List<SchemaVersion> versions) {
        ArrayNode array = JSON.createArrayNode();
        versions.forEach(version -> array.add(version(version)));
        return array;
    }

    /** Subject and number alone. */
    static ArrayNode uses(List<SchemaVersion> versions) {
        ArrayNode array = JSON.createArrayNode();
        for (SchemaVersion version : versions) {
            array.addObject().put("subject", version.subject()).put("version", version.version());
        }
        return array;
    }
}
