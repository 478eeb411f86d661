package io.millrace.client.verdict;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Scopes and decisions at random, from few names and few amounts, so that equals and ties are common. */
final class RandomDecisions {
    private static final Measure[] MEASURES = Measure.values();
    private static final Verdict[] VERDICTS = Verdict.values();
    private static final Reason[] REASONS = Reason.values();
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private RandomDecisions() {}

    /** One of at most 10 times {@code names} squared. */
    static Scope scope(RandomGenerator random, int names) {
        return new Scope(
                "w" + random.nextInt(names),
                DIMENSIONS[random.nextInt(DIMENSIONS.length)],
                "värde-" + random.nextInt(names));
    }

    /** Windows begin at 0 and end between 1 and 9, or never. */
    static Decision decision(RandomGenerator random, Scope scope, long version) {
        List<Constraint> constraints = new ArrayList<>();
        int count = random.nextInt(7);
        for (int i = 0; i < count; i++) {
            Long end = random.nextInt(4) == 0 ? null : (long) random.nextInt(1, 10);
            constraints.add(new Constraint(
                    "p" + random.nextInt(6) + i,
                    VERDICTS[random.nextInt(VERDICTS.length)],
                    REASONS[random.nextInt(REASONS.length)],
                    MEASURES[random.nextInt(MEASURES.length)],
                    random.nextInt(4),
                    random.nextInt(4),
                    new Window(0, end)));
        }
        return new Decision(scope, version, random.nextLong(Micros.MAX), constraints);
    }
}
