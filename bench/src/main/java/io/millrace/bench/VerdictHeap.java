package io.millrace.bench;

import io.millrace.client.verdict.DecisionView;
import io.millrace.schemas.budget.Decision;
import java.lang.ref.Reference;
import java.util.function.Consumer;

/** Heap that a million decisions take, in bytes each: used after a collection, less what was used before. */
final class VerdictHeap {
    private VerdictHeap() {}

    static double packedBytes() {
        DecisionView view = new DecisionView();
        return bytesEach(view, view::apply);
    }

    static double mapBytes() {
        VerdictMap map = new VerdictMap();
        return bytesEach(map, map::apply);
    }

    private static double bytesEach(Object view, Consumer<Decision> apply) {
        try {
            long before = Heap.usedBytes();
            for (int i = 0; i < VerdictMap.DECISIONS; i++) {
                apply.accept(VerdictMap.decision(i));
            }
            return (double) (Heap.usedBytes() - before) / VerdictMap.DECISIONS;
        } finally {
            Reference.reachabilityFence(view);
        }
    }
}
