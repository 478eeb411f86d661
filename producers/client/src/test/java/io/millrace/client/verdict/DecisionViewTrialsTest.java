package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.Decision;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Histories at random, through the packed view and through {@link ReferenceView}: they never differ. */
class DecisionViewTrialsTest {
    private static final int TRIALS = 60;
    private static final int STEPS = 3_000;

    private final AvroDecisions avro = new AvroDecisions();

    @Test
    void viewEqualsTheReferenceOverAnyHistory() {
        Trials.run(TRIALS, random -> {
            DecisionView view = new DecisionView();
            ReferenceView reference = new ReferenceView();
            int names = random.nextInt(1, 15);
            for (int step = 0; step < STEPS; step++) {
                change(view, reference, random, names);
                if (random.nextInt(10) == 0) {
                    view.tidy();
                }
                Set<Scope> scopes = new LinkedHashSet<>();
                for (int i = random.nextInt(7); i >= 0; i--) {
                    scopes.add(RandomDecisions.scope(random, names));
                }
                ScopeKeys call = ScopeKeys.of(scopes.stream().toList());
                long now = random.nextInt(12);
                assertThat(view.verdict(call, now)).isEqualTo(reference.verdict(call, now));
            }
            assertThat(view.size()).isEqualTo(reference.all().size());
            assertThat(new HashSet<>(view.all()))
                    .isEqualTo(new HashSet<>(reference.all().values()));
        });
    }

    @Test
    void draftOfTheGeneratedClassIsTheDecisionItself() {
        Trials.run(TRIALS, random -> {
            DecisionView view = new DecisionView();
            DecisionDraft draft = new DecisionDraft();
            for (int step = 0; step < 50; step++) {
                Scope scope = RandomDecisions.scope(random, 9);
                io.millrace.schemas.budget.Decision decision = RandomDecisions.decision(random, scope, step + 1);
                Decision shuffled = BudgetMapping.toAvro(decision);
                shuffled.setConstraints(new ArrayList<>(shuffled.getConstraints()));
                Collections.shuffle(shuffled.getConstraints(), new Random(random.nextLong()));
                avro.fill(draft, shuffled);
                view.apply(draft);
                assertThat(view.of(scope)).isEqualTo(decision);
            }
        });
    }

    private static void change(DecisionView view, ReferenceView reference, RandomGenerator random, int names) {
        Scope scope = RandomDecisions.scope(random, names);
        if (random.nextInt(5) == 0) {
            view.forget(scope);
            reference.forget(scope);
        } else {
            var decision = RandomDecisions.decision(random, scope, random.nextInt(1, 20));
            view.apply(decision);
            reference.apply(decision);
        }
    }
}
