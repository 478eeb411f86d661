package io.millrace.client.adapter;

import io.millrace.schemas.usage.TokenCounts;
import org.jspecify.annotations.Nullable;

/** The output side, reasoning included in its total. */
record OutputCounts(@Nullable Long total, @Nullable Long reasoning) {

    static OutputCounts of(RawUsage raw, Convention.Reasoning convention, @Nullable Long input) {
        Long output = raw.number(Slot.OUTPUT);
        Long reasoning = raw.number(Slot.REASONING);
        if (reasoning == null) {
            return new OutputCounts(output, null);
        }
        Long whole = InputCounts.sum(output, reasoning);
        boolean added = whole != null && whole <= TokenCounts.COUNT_MAX && added(raw, convention, input);
        return added
                ? new OutputCounts(whole, reasoning)
                : new OutputCounts(output, new TokenBudget(raw, Slot.OUTPUT, output).take(Slot.REASONING));
    }

    private static boolean added(RawUsage raw, Convention.Reasoning convention, @Nullable Long input) {
        return switch (convention) {
            case INSIDE -> false;
            case ADDED, BESIDE_TOTAL -> true;
            case TOTAL_ELSE_INSIDE -> addedByTotal(raw, input, false);
            case TOTAL_ELSE_ADDED -> addedByTotal(raw, input, true);
        };
    }

    /** The stated total tells: input + output, or input + output + reasoning. */
    private static boolean addedByTotal(RawUsage raw, @Nullable Long input, boolean otherwise) {
        Long total = raw.number(Slot.TOTAL);
        Long output = raw.number(Slot.OUTPUT);
        Long reasoning = raw.number(Slot.REASONING);
        if (total == null || output == null || reasoning == null || input == null) {
            return otherwise;
        }
        if (total == input + output) {
            return false;
        }
        return total == input + output + reasoning || otherwise;
    }
}
