package io.millrace.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embedded.http.Request;
import io.millrace.embedded.registry.core.Registration;
import io.millrace.embedded.registry.core.RegistryError;
import io.millrace.embedded.registry.core.RegistryException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Bodies of requests. Fields that Confluent's registry does not know are ignored, as there; fields that it knows and
 * this one does not serve are refused by name.
 */
final class RequestBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> NOT_REGISTERED =
            List.of("metadata", "ruleSet", "schemaTagsToAdd", "schemaTagsToRemove");

    private static final List<String> NOT_CONFIGURED = List.of(
            "alias",
            "normalize",
            "validateFields",
            "compatibilityPolicy",
            "compatibilityGroup",
            "defaultMetadata",
            "overrideMetadata",
            "defaultRuleSet",
            "overrideRuleSet");

    private RequestBody() {}

    /** Of a register, lookup or compatibility request. */
    static Registration registration(Request request) {
        JsonNode body = object(request.body());
        String type = text(body, "schemaType");
        if (!type.isEmpty() && !type.equals("AVRO")) {
            throw new RegistryException(RegistryError.INVALID_SCHEMA, "schemaType: " + type + " (expected: AVRO)");
        }
        if (!body.path("references").isEmpty()) {
            throw new RegistryException(
                    RegistryError.INVALID_SCHEMA,
                    "references: " + body.path("references").size() + " (expected: none, a schema in one piece)");
        }
        refuse(body, NOT_REGISTERED, RegistryError.INVALID_SCHEMA);
        return new Registration(
                text(body, "schema"), number(body, "id", 0), number(body, "version", 1), request.flag("normalize"));
    }

    /** The {@code compatibility} as it was sent. */
    static String level(Request request) {
        JsonNode body = object(request.body());
        refuse(body, NOT_CONFIGURED, RegistryError.INVALID_LEVEL);
        return text(body, "compatibility");
    }

    /** The {@code mode} as it was sent. */
    static String mode(Request request) {
        return text(object(request.body()), "mode");
    }

    private static void refuse(JsonNode body, List<String> fields, RegistryError error) {
        for (String field : fields) {
            if (body.hasNonNull(field)) {
                throw new RegistryException(error, field + ": present (expected: absent, it is not served)");
            }
        }
    }

    /** Empty when it is absent or null. */
    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isContainerNode()) {
            throw new RegistryException(
                    RegistryError.BAD_REQUEST, field + ": " + kind(value) + " (expected: a string)");
        }
        return value.isNull() ? "" : value.asText("");
    }

    private static String kind(JsonNode value) {
        return value.isArray() ? "an array" : "an object";
    }

    /** Empty when it is absent, null or below {@code min}, which stands for absent. */
    private static OptionalInt number(JsonNode body, String field, int min) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new RegistryException(RegistryError.BAD_REQUEST, field + ": " + value + " (expected: an integer)");
        }
        return value.asInt() < min ? OptionalInt.empty() : OptionalInt.of(value.asInt());
    }

    private static JsonNode object(String body) {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw new RegistryException(
                    RegistryError.BAD_REQUEST,
                    "body: " + malformed.getOriginalMessage() + " (expected: JSON)",
                    malformed);
        }
        if (node.isMissingNode() || node.isNull()) {
            throw new RegistryException(RegistryError.MISSING_BODY, "body: none (expected: a JSON object)");
        }
        if (!node.isObject()) {
            throw new RegistryException(RegistryError.BAD_REQUEST, "body: not an object (expected: a JSON object)");
        }
        return node;
    }
}
