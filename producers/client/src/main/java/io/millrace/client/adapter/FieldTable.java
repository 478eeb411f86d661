package io.millrace.client.adapter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a dialect puts what: one tree for the whole body, one for the usage object alone. Immutable. */
record FieldTable(Node.Branch body, Node.Branch usage) {
    private static final String LIST = "[]";

    /** A table whose usage object stands at these paths of a body; the first one names it in findings. */
    static Builder usageAt(String... roots) {
        return new Builder(List.of(roots));
    }

    /** A table of an answer that has no usage object: its counts are fields of the body. */
    static Builder flat() {
        return new Builder(List.of());
    }

    /** Collects paths: {@code a.b} is a field of a field, {@code a[].b} a field of each object of a list. */
    static final class Builder {
        private final List<String> roots;
        private final Map<Slot, Integer> ranks = new EnumMap<>(Slot.class);
        private final Map<String, Object> body = new LinkedHashMap<>();
        private final Map<String, Object> usage;

        private Builder(List<String> roots) {
            this.roots = roots;
            usage = roots.isEmpty() ? body : new LinkedHashMap<>();
        }

        /** Fields of the usage object that all mean the same count, the most trusted first. */
        Builder count(Slot slot, String... paths) {
            return number(slot, Scalar.COUNT, paths);
        }

        Builder number(Slot slot, Scalar scalar, String... paths) {
            for (String path : paths) {
                put(usage, path, leaf(slot, scalar, path, nextRank(slot), Node.Role.SAME));
            }
            return this;
        }

        Builder text(Slot slot, String... paths) {
            return number(slot, Scalar.NAME, paths);
        }

        /** Fields whose counts add up. */
        Builder sum(Slot slot, String... paths) {
            int rank = nextRank(slot);
            for (String path : paths) {
                put(usage, path, leaf(slot, Scalar.COUNT, path, rank, Node.Role.SUMMED));
            }
            return this;
        }

        /** Another measure of the slot, used where the fields named before are missing. */
        Builder fallback(Slot slot, String... paths) {
            for (String path : paths) {
                put(usage, path, leaf(slot, Scalar.COUNT, path, nextRank(slot), Node.Role.FALLBACK));
            }
            return this;
        }

        /** Counts of a list whose entries name their kind. */
        Builder tagged(String path, String tagField, String countField, Map<String, Slot> slots) {
            Map<String, Node.Leaf> leaves = new LinkedHashMap<>();
            slots.forEach((tag, slot) ->
                    leaves.put(tag, leaf(slot, Scalar.COUNT, path + '[' + tag + ']', 0, Node.Role.SUMMED)));
            put(usage, path, new Node.Tagged(prefix() + path, tagField, countField, Map.copyOf(leaves)));
            return this;
        }

        /** Fields that are known and not needed, so that they do not count as unknown. */
        Builder known(String... paths) {
            for (String path : paths) {
                put(usage, path, new Node.Skipped(prefix() + path));
            }
            return this;
        }

        /** Fields beside the usage object. */
        Builder body(Slot slot, Scalar scalar, String... paths) {
            for (String path : paths) {
                put(body, path, new Node.Leaf(slot, scalar, path, path, nextRank(slot), Node.Role.SAME));
            }
            return this;
        }

        /** Counts values beside the usage object without reading them. */
        Builder presence(Slot slot, String... paths) {
            for (String path : paths) {
                put(body, path, new Node.Presence(slot, path));
            }
            return this;
        }

        FieldTable build() {
            Node.Branch usageTree = freeze(roots.isEmpty() ? "body" : roots.get(0), usage, !roots.isEmpty());
            for (String root : roots) {
                put(body, root, usageTree);
            }
            Node.Branch bodyTree = roots.isEmpty() ? usageTree : freeze("body", body, false);
            return new FieldTable(bodyTree, usageTree);
        }

        private Node.Leaf leaf(Slot slot, Scalar scalar, String path, int rank, Node.Role role) {
            return new Node.Leaf(slot, scalar, prefix() + path, path, rank, role);
        }

        private String prefix() {
            return roots.isEmpty() ? "" : roots.get(0) + '.';
        }

        private int nextRank(Slot slot) {
            return ranks.merge(slot, 1, Integer::sum);
        }

        @SuppressWarnings("unchecked")
        private static void put(Map<String, Object> tree, String path, Node node) {
            List<String> steps = new ArrayList<>(List.of(path.split("\\.")));
            String last = steps.remove(steps.size() - 1);
            Map<String, Object> at = tree;
            for (String step : steps) {
                at = (Map<String, Object>) at.computeIfAbsent(step, k -> new LinkedHashMap<String, Object>());
            }
            if (at.putIfAbsent(last, node) != null) {
                throw new IllegalStateException("path: " + path + " (expected: named once)");
            }
        }

        @SuppressWarnings("unchecked")
        private static Node.Branch freeze(String name, Map<String, Object> tree, boolean closed) {
            Map<String, Node> children = new LinkedHashMap<>();
            tree.forEach((step, value) -> {
                boolean list = step.endsWith(LIST);
                String field = list ? step.substring(0, step.length() - LIST.length()) : step;
                if (value instanceof Node node) {
                    children.put(field, node);
                } else {
                    Node.Branch child = freeze(name + '.' + field, (Map<String, Object>) value, closed);
                    children.put(field, new Node.Branch(child.name(), list, closed, child.children()));
                }
            });
            return new Node.Branch(name, false, closed, Map.copyOf(children));
        }
    }
}
