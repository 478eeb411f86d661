package io.millrace.client.adapter;

import java.util.Map;

/** What to do with the value at one place of an answer. Immutable. */
sealed interface Node {
    /** Path as findings show it. */
    String name();

    /**
     * A scalar to take.
     *
     * @param shortName the path below the usage object
     * @param rank where several fields mean the same, the lower rank wins
     * @param kind how fields of one slot go together
     */
    record Leaf(Slot slot, Scalar scalar, String name, String shortName, int rank, Role kind) implements Node {}

    /** An object, or a list of objects, to look into. Closed: a field without a child is counted as unknown. */
    record Branch(String name, boolean list, boolean closed, Map<String, Node> children) implements Node {}

    /** A list of objects that name their kind: {@code [{"modality": "AUDIO", "tokenCount": 7}]}; same kinds add up. */
    record Tagged(String name, String tagField, String countField, Map<String, Leaf> leaves) implements Node {}

    /** Counts 1 where a value other than null stands; the value is skipped. */
    record Presence(Slot slot, String name) implements Node {}

    /** Known, and of no use here. */
    record Skipped(String name) implements Node {}

    /** How a field goes together with others of its slot. */
    enum Role {
        /** Must be equal to the others. */
        SAME,
        /** Adds to others of its rank. */
        SUMMED,
        /** Another measure, taken only where the first is missing. */
        FALLBACK
    }
}
