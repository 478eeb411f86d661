package io.millrace.client.verdict;

import io.millrace.avro.Constraint;
import io.millrace.avro.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills drafts from the generated class directly: a load of a million decisions makes no records on the way.
 * The same rules as {@link io.millrace.schemas.mapping.BudgetMapping}. Immutable.
 */
final class AvroDecisions {
    private final Map<io.millrace.avro.Dimension, Dimension> dimensions =
            byName(io.millrace.avro.Dimension.class, Dimension.class);
    private final Map<io.millrace.avro.Verdict, Verdict> verdicts =
            byName(io.millrace.avro.Verdict.class, Verdict.class);
    private final Map<io.millrace.avro.Reason, Reason> reasons = byName(io.millrace.avro.Reason.class, Reason.class);
    private final Map<io.millrace.avro.Measure, Measure> measures =
            byName(io.millrace.avro.Measure.class, Measure.class);

    /** @throws IllegalArgumentException naming the field whose value this version does not know */
    void fill(DecisionDraft draft, Decision decision) {
        Dimension dimension = known("decision.dimension", decision.getDimension(), dimensions);
        Scope scope = new Scope(decision.getWorkspaceId(), dimension, decision.getValue());
        draft.begin(scope, decision.getVersion(), decision.getAsOfMicros());
        for (Constraint constraint : decision.getConstraints()) {
            Long end = constraint.getWindowEndMicros();
            draft.enums(
                    known("decision.constraints.verdict", constraint.getVerdict(), verdicts),
                    known("decision.constraints.reason", constraint.getReason(), reasons),
                    known("decision.constraints.measure", constraint.getMeasure(), measures),
                    end == null);
            draft.add(
                    constraint.getPolicyId(),
                    constraint.getLimit(),
                    constraint.getUsed(),
                    constraint.getWindowStartMicros(),
                    end);
        }
    }

    private static <A extends Enum<A>, B> B known(String thing, A constant, Map<A, B> pairs) {
        @Nullable B found = pairs.get(constant);
        if (found == null) {
            throw Expected.illegal(thing, constant, "a value this version knows");
        }
        return found;
    }

    private static <A extends Enum<A>, B extends Enum<B>> Map<A, B> byName(Class<A> from, Class<B> to) {
        Map<A, B> pairs = new EnumMap<>(from);
        for (A constant : from.getEnumConstants()) {
            for (B candidate : to.getEnumConstants()) {
                if (candidate.name().equals(constant.name())) {
                    pairs.put(constant, candidate);
                }
            }
        }
        return pairs;
    }
}
