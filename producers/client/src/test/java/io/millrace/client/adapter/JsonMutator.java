package io.millrace.client.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks JSON at random: drops, negates, retypes, nests, repeats and blows up values. */
final class JsonMutator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RandomGenerator random;

    JsonMutator(RandomGenerator random) {
        this.random = random;
    }

    /** A copy with one to four faults. */
    JsonNode mutate(JsonNode sample) {
        JsonNode copy = sample.deepCopy();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(copy, containers);
            if (!containers.isEmpty()) {
                breakOne(containers.get(random.nextInt(containers.size())));
            }
        }
        return copy;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && !node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void breakOne(JsonNode container) {
        if (container instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(names.get(random.nextInt(names.size())), object.get(name));
                default -> object.set(name, broken(object.get(name)));
            }
        } else if (container instanceof ArrayNode list) {
            int index = random.nextInt(list.size());
            switch (random.nextInt(3)) {
                case 0 -> list.remove(index);
                case 1 -> list.add(list.get(index).deepCopy());
                default -> list.set(index, broken(list.get(index)));
            }
        }
    }

    private JsonNode broken(JsonNode value) {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.textNode(value.asText());
            case 3 -> NODES.numberNode(-random.nextLong(1, 1_000_000));
            case 4 -> NODES.numberNode(new BigDecimal(random.nextInt(1_000) + "." + random.nextInt(1, 100)));
            case 5 -> NODES.numberNode(BigInteger.TEN.pow(random.nextInt(10, 200)));
            case 6 -> NODES.numberNode(new BigDecimal("1E" + random.nextInt(-400, 400)));
            case 7 -> NODES.arrayNode().add(value);
            case 8 -> NODES.objectNode().set("nested", value);
            case 9 -> NODES.numberNode(random.nextLong(0, 2_000_000_000_000L));
            case 10 -> NODES.numberNode(random.nextInt(0, 2_000));
            default -> NODES.objectNode();
        };
    }
}
