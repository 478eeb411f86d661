package io.millrace.embedded.registry.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.AvroRuntimeException;

/**
 * A schema text with properties and aliases in order, so that schemas which differ in that alone are one: what
 * {@code normalize=true} asks for. Follows Confluent's AvroSchemaUtils: properties of a logical type go first, empty
 * docs are left out.
 */
final class NormalForm {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Attributes with a meaning in Avro; their order in the text has none. */
    private static final Set<String> RESERVED = Set.of(
            "type",
            "name",
            "namespace",
            "doc",
            "aliases",
            "fields",
            "symbols",
            "size",
            "items",
            "values",
            "default",
            "order");

    /** First among the properties, in this order. */
    private static final List<String> LOGICAL = List.of("logicalType", "precision", "scale");

    private NormalForm() {}

    /** Both texts are valid schemas. */
    static String of(String schema) {
        try {
            return schema(JSON.readTree(schema)).toString();
        } catch (JsonProcessingException impossible) {
            throw new AvroRuntimeException("not JSON: " + impossible.getOriginalMessage());
        }
    }

    private static JsonNode schema(JsonNode node) {
        if (node instanceof ArrayNode union) {
            ArrayNode branches = JSON.createArrayNode();
            union.forEach(branch -> branches.add(schema(branch)));
            return branches;
        }
        return node instanceof ObjectNode object ? attributes(object) : node;
    }

    private static ObjectNode attributes(ObjectNode object) {
        ObjectNode ordered = JSON.createObjectNode();
        object.properties().forEach(entry -> {
            if (RESERVED.contains(entry.getKey()) && !isEmptyDoc(entry.getKey(), entry.getValue())) {
                ordered.set(entry.getKey(), attribute(entry.getKey(), entry.getValue()));
            }
        });
        for (String name : properties(object)) {
            ordered.set(name, sorted(object.get(name)));
        }
        return ordered;
    }

    private static boolean isEmptyDoc(String name, JsonNode value) {
        return name.equals("doc") && value.asText().isEmpty();
    }

    private static JsonNode attribute(String name, JsonNode value) {
        return switch (name) {
            case "type", "items", "values" -> schema(value);
            case "fields" -> schema(value); // an array of objects with attributes, as a union is
            case "aliases" -> aliases(value);
            default -> sorted(value);
        };
    }

    private static ArrayNode aliases(JsonNode value) {
        var names = new TreeSet<String>();
        value.forEach(alias -> names.add(alias.asText()));
        ArrayNode ordered = JSON.createArrayNode();
        names.forEach(ordered::add);
        return ordered;
    }

    private static List<String> properties(ObjectNode object) {
        var rest = new TreeSet<String>();
        object.fieldNames().forEachRemaining(rest::add);
        rest.removeAll(RESERVED);
        var names = new ArrayList<String>();
        if (rest.contains("logicalType")) {
            LOGICAL.stream()
                    .filter(rest::contains)
                    .filter(name -> !isZeroScale(object, name))
                    .forEach(names::add);
            names.forEach(rest::remove);
        }
        names.addAll(rest);
        return names;
    }

    private static boolean isZeroScale(ObjectNode object, String name) {
        return name.equals("scale") && object.get(name).asInt() == 0;
    }

    private static JsonNode sorted(JsonNode value) {
        if (value instanceof ArrayNode array) {
            ArrayNode items = JSON.createArrayNode();
            array.forEach(item -> items.add(sorted(item)));
            return items;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode ordered = JSON.createObjectNode();
            var names = new TreeSet<String>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> ordered.set(name, sorted(object.get(name))));
            return ordered;
        }
        return value;
    }
}
