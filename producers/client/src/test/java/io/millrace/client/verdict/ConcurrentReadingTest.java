package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.client.CallVerdict;
import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Readers beside the writer, while the table grows, decisions are replaced and policy ids change their numbers. */
class ConcurrentReadingTest {
    private static final int SCOPES = 50_000;
    private static final int READERS = 3;
    private static final int LOOKS_MIN = 10_000;

    private final DecisionView view = new DecisionView();
    private final AtomicInteger written = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void readerNeverMissesAndNeverTearsADecision() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Integer>> looks = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                int reader = i;
                looks.add(readers.submit(() -> readUntilDone(reader)));
            }
            write();
            done.set(true);
            for (Future<Integer> count : looks) {
                assertThat(count.get()).isGreaterThan(LOOKS_MIN);
            }
            assertThat(view.size()).isEqualTo(SCOPES);
            assertThat(view.policies()).isEqualTo(SCOPES);
        } finally {
            readers.shutdownNow();
        }
    }

    /** Each scope has a policy of its own, named after its version: every replacement retires an id and makes one. */
    private void write() {
        for (int i = 0; i < SCOPES; i++) {
            view.apply(decision(i, 1));
            written.set(i + 1);
            int again = (int) (i * 7_919L % (i + 1));
            view.apply(decision(again, i + 2));
            Scope passing = new Scope("w", Dimension.SESSION, "s" + i);
            view.apply(new Decision(passing, 1, 1, List.of()));
            view.forget(passing);
            if (i % 50 == 0) {
                view.tidy();
            }
        }
        view.tidy();
    }

    private int readUntilDone(int reader) {
        int looks = 0;
        long next = reader;
        while (!done.get() || looks <= LOOKS_MIN) {
            int known = written.get();
            if (known == 0) {
                Thread.onSpinWait();
                continue;
            }
            next = next * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            int number = (int) ((next >>> 33) % known);
            CallVerdict verdict = view.verdict(ScopeKeys.of(List.of(scope(number))), 1);
            assertThat(verdict.scope()).isEqualTo(scope(number));
            // All parts tell of the same version of the same scope.
            assertThat(verdict.used()).isEqualTo(verdict.decisionVersion());
            assertThat(verdict.limit()).isEqualTo(verdict.decisionVersion() + number);
            assertThat(verdict.policyId()).isEqualTo(policy(number, verdict.decisionVersion()));
            looks++;
        }
        return looks;
    }

    private static Scope scope(int number) {
        return new Scope("w", Dimension.USER, "u" + number);
    }

    private static String policy(int number, long version) {
        return "w/" + number + "-" + version;
    }

    private static Decision decision(int number, long version) {
        Constraint constraint = new Constraint(
                policy(number, version),
                Verdict.THROTTLE,
                Reason.RATE_EXCEEDED,
                Measure.REQUESTS,
                version + number,
                version,
                new Window(0, null));
        return new Decision(scope(number), version, version, List.of(constraint));
    }
}
