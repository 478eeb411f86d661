package io.millrace.embedded.registry.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A schema that can be changed in place. Rendered as text it may also be invalid: names without a definition. */
final class SchemaModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaModel() {}

    /** Any type; what it consists of is in mutable lists and fields. */
    abstract static class AnyType {
        abstract JsonNode json();

        abstract AnyType copy();

        /** A default of the type, or null when none is simple. */
        abstract @Nullable JsonNode sample();

        final String text() {
            return json().toString();
        }
    }

    /** A primitive type, or one defined elsewhere in the schema. */
    static final class Named extends AnyType {
        String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        JsonNode json() {
            return JSON.getNodeFactory().textNode(name);
        }

        @Override
        Named copy() {
            return new Named(name);
        }

        @Override
        @Nullable
        JsonNode sample() {
            return switch (name) {
                case "null" -> JSON.nullNode();
                case "boolean" -> JSON.getNodeFactory().booleanNode(true);
                case "int", "long" -> JSON.getNodeFactory().numberNode(7);
                case "float", "double" -> JSON.getNodeFactory().numberNode(0.5);
                case "string", "bytes" -> JSON.getNodeFactory().textNode("x");
                default -> null;
            };
        }
    }

    /** An array, or a map. */
    static final class Collected extends AnyType {
        final boolean array;
        AnyType item;

        Collected(boolean array, AnyType item) {
            this.array = array;
            this.item = item;
        }

        @Override
        JsonNode json() {
            ObjectNode node = JSON.createObjectNode().put("type", array ? "array" : "map");
            return node.set(array ? "items" : "values", item.json());
        }

        @Override
        Collected copy() {
            return new Collected(array, item.copy());
        }

        @Override
        JsonNode sample() {
            return array ? JSON.createArrayNode() : JSON.createObjectNode();
        }
    }

    /** A union. */
    static final class Union extends AnyType {
        final List<AnyType> branches = new ArrayList<>();

        @Override
        JsonNode json() {
            ArrayNode node = JSON.createArrayNode();
            branches.forEach(branch -> node.add(branch.json()));
            return node;
        }

        @Override
        Union copy() {
            var copy = new Union();
            branches.forEach(branch -> copy.branches.add(branch.copy()));
            return copy;
        }

        @Override
        @Nullable
        JsonNode sample() {
            return branches.isEmpty() ? null : branches.get(0).sample();
        }
    }

    /** A type with a name of its own. */
    abstract static class Defined extends AnyType {
        String name;

        @Nullable
        String namespace;

        final List<String> aliases = new ArrayList<>();

        Defined(String name) {
            this.name = name;
        }

        final String fullName() {
            return namespace == null ? name : namespace + "." + name;
        }

        final ObjectNode head(String type) {
            ObjectNode node = JSON.createObjectNode().put("type", type).put("name", name);
            if (namespace != null) {
                node.put("namespace", namespace);
            }
            if (!aliases.isEmpty()) {
                ArrayNode names = node.putArray("aliases");
                aliases.forEach(names::add);
            }
            return node;
        }

        final <T extends Defined> T named(T copy) {
            copy.namespace = namespace;
            copy.aliases.addAll(aliases);
            return copy;
        }
    }

    /** A field of a record. */
    static final class Field {
        String name;
        AnyType type;

        @Nullable
        JsonNode value;

        final List<String> aliases = new ArrayList<>();

        Field(String name, AnyType type) {
            this.name = name;
            this.type = type;
        }

        Field copy() {
            var copy = new Field(name, type.copy());
            copy.value = value;
            copy.aliases.addAll(aliases);
            return copy;
        }
    }

    /** A record. */
    static final class StructType extends Defined {
        final List<Field> fields = new ArrayList<>();

        StructType(String name) {
            super(name);
        }

        @Override
        JsonNode json() {
            ObjectNode node = head("record");
            ArrayNode list = node.putArray("fields");
            for (Field field : fields) {
                ObjectNode one = list.addObject().put("name", field.name);
                one.set("type", field.type.json());
                if (field.value != null) {
                    one.set("default", field.value);
                }
                if (!field.aliases.isEmpty()) {
                    ArrayNode names = one.putArray("aliases");
                    field.aliases.forEach(names::add);
                }
            }
            return node;
        }

        @Override
        StructType copy() {
            StructType copy = named(new StructType(name));
            fields.forEach(field -> copy.fields.add(field.copy()));
            return copy;
        }

        @Override
        @Nullable
        JsonNode sample() {
            ObjectNode node = JSON.createObjectNode();
            for (Field field : fields) {
                JsonNode value = field.value == null ? field.type.sample() : field.value;
                if (value == null) {
                    return null;
                }
                node.set(field.name, value);
            }
            return node;
        }
    }

    /** An enum. */
    static final class Enumerated extends Defined {
        final List<String> symbols = new ArrayList<>();

        @Nullable
        String otherwise;

        Enumerated(String name) {
            super(name);
        }

        @Override
        JsonNode json() {
            ObjectNode node = head("enum");
            ArrayNode list = node.putArray("symbols");
            symbols.forEach(list::add);
            if (otherwise != null) {
                node.put("default", otherwise);
            }
            return node;
        }

        @Override
        Enumerated copy() {
            Enumerated copy = named(new Enumerated(name));
            copy.symbols.addAll(symbols);
            copy.otherwise = otherwise;
            return copy;
        }

        @Override
        @Nullable
        JsonNode sample() {
            return symbols.isEmpty() ? null : JSON.getNodeFactory().textNode(symbols.get(0));
        }
    }

    /** A fixed. */
    static final class Fixed extends Defined {
        int size;

        Fixed(String name, int size) {
            super(name);
            this.size = size;
        }

        @Override
        JsonNode json() {
            return head("fixed").put("size", size);
        }

        @Override
        Fixed copy() {
            return named(new Fixed(name, size));
        }

        @Override
        JsonNode sample() {
            return JSON.getNodeFactory().textNode("y".repeat(size));
        }
    }
}
