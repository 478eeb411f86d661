package io.millrace.billing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Holds values against the schemas of an OpenAPI document, as far as ours go; a field that no schema has is a fault. */
final class SchemaCheck {
    private final JsonNode document;

    SchemaCheck(JsonNode document) {
        this.document = document;
    }

    /** What does not fit; empty when all does. */
    List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check("$", schema, value, faults);
        return faults;
    }

    private void check(String at, JsonNode schema, JsonNode value, List<String> faults) {
        if (schema.has("$ref")) {
            check(at, document.at(schema.get("$ref").asText().substring(1)), value, faults);
            return;
        }
        if (schema.has("anyOf")) {
            for (JsonNode choice : schema.get("anyOf")) {
                if (faults(choice, value).isEmpty()) {
                    return;
                }
            }
            faults.add(at + ": " + value + " fits none of " + schema.get("anyOf"));
            return;
        }
        switch (schema.path("type").asText()) {
            case "object" -> object(at, schema, value, faults);
            case "array" -> {
                require(at, value.isArray(), value, faults);
                value.forEach(item -> check(at + "[]", schema.get("items"), item, faults));
            }
            case "string" -> string(at, schema, value, faults);
            case "boolean" -> require(at, value.isBoolean(), value, faults);
            case "integer" -> require(at, value.isIntegralNumber(), value, faults);
            case "number" -> require(at, value.isNumber(), value, faults);
            case "null" -> require(at, value.isNull(), value, faults);
            default -> faults.add(at + ": schema " + schema + " has no type");
        }
    }

    private void object(String at, JsonNode schema, JsonNode value, List<String> faults) {
        require(at, value.isObject(), value, faults);
        if (!schema.has("properties")) {
            return;
        }
        schema.path("required")
                .forEach(name -> require(at + "." + name.asText(), value.has(name.asText()), value, faults));
        value.properties().forEach(field -> {
            JsonNode known = schema.get("properties").get(field.getKey());
            if (known == null) {
                faults.add(at + "." + field.getKey() + ": not in the schema");
            } else {
                check(at + "." + field.getKey(), known, field.getValue(), faults);
            }
        });
    }

    private static void string(String at, JsonNode schema, JsonNode value, List<String> faults) {
        require(at, value.isTextual(), value, faults);
        if (schema.has("pattern")) {
            require(at, value.asText().matches(schema.get("pattern").asText()), value, faults);
        }
        if (schema.has("enum")) {
            boolean found = false;
            for (JsonNode constant : schema.get("enum")) {
                found |= constant.equals(value);
            }
            require(at, found, value, faults);
        }
        if (schema.path("format").asText().equals("date-time")) {
            require(at, value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), value, faults);
        }
    }

    private static void require(String at, boolean fits, JsonNode value, List<String> faults) {
        if (!fits) {
            faults.add(at + ": " + value);
        }
    }
}
