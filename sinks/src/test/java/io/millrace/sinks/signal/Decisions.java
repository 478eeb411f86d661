package io.millrace.sinks.signal;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.time.Micros;
import io.millrace.sinks.testing.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Seeded decisions of a few scopes as their partition has them: versions from 1 up, ends in between, then from 1 again. */
final class Decisions {
    private static final int SCOPES = 6;
    private static final int ONE_IN_IS_AN_END = 9;

    private final RandomGenerator random;
    private final Map<Scope, Long> versions = new HashMap<>();

    Decisions(RandomGenerator random) {
        this.random = random;
    }

    static Scope scope(int number) {
        return new Scope("acme", Dimension.API_KEY, "key-" + number);
    }

    static Decision decision(Scope scope, long version) {
        Window day = new Window(Traffic.START, Traffic.START + Micros.PER_DAY);
        Constraint constraint = new Constraint(
                "acme/daily", Verdict.THROTTLE, Reason.BUDGET_EXHAUSTED, Measure.CHARGE, 1_000, 1_000 + version, day);
        return new Decision(scope, version, Traffic.START + version, List.of(constraint));
    }

    List<Signal> make(int count) {
        List<Signal> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scope scope = scope(random.nextInt(SCOPES));
            if (random.nextInt(ONE_IN_IS_AN_END) == 0) {
                versions.remove(scope);
                made.add(new Signal.Ended(scope));
            } else {
                made.add(new Signal.State(decision(scope, versions.merge(scope, 1L, Long::sum))));
            }
        }
        return made;
    }

    /** The reference: the last word on each scope; its version by the scope's key. */
    static Map<String, Long> lastWords(List<Signal> signals) {
        Map<String, Long> last = new TreeMap<>();
        for (Signal signal : signals) {
            if (signal instanceof Signal.State state) {
                last.put(state.decision().scope().key(), state.decision().version());
            } else if (signal instanceof Signal.Ended ended) {
                last.remove(ended.scope().key());
            }
        }
        return last;
    }
}
