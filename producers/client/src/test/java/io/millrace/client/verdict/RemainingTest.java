package io.millrace.client.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.budget.Constraint;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.budget.Measure;
import io.millrace.schemas.budget.Reason;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.budget.Window;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.testing.Trials;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RemainingTest {
    private static final Scope SCOPE = Scope.ofWorkspace("acme");

    @Test
    void windowsThatEndedDoNotCount() {
        Decision decision =
                new Decision(SCOPE, 3, 7, List.of(constraint("a", 10, 9, 50L), constraint("b", 10, 1, 60L)));

        assertThat(Remaining.of(SCOPE, decision, 50, false).policies())
                .extracting(Constraint::policyId)
                .containsExactly("b");
        assertThat(Remaining.of(SCOPE, decision, 49, false).version()).isEqualTo(3);
    }

    @Test
    void scopeWithoutDecisionHasNothingLeftToTell() {
        assertThat(Remaining.of(SCOPE, null, 1, true)).isEqualTo(new Remaining(SCOPE, List.of(), 0, 0, true));
        assertThat(Remaining.of(SCOPE, null, 1, true).tightest()).isNull();
    }

    @Test
    void tightestHasTheSmallestShareLeft() {
        Trials.run(2_000, random -> {
            int bits = random.nextInt(1, 63);
            long limitOne = random.nextLong(1, 1L << bits);
            long limitOther = random.nextLong(1, 1L << bits);
            Constraint one = constraint("one", limitOne, random.nextLong(0, limitOne), null);
            Constraint other = constraint("other", limitOther, random.nextLong(0, limitOther), null);
            int expected = BigInteger.valueOf(one.remaining())
                    .multiply(BigInteger.valueOf(limitOther))
                    .compareTo(BigInteger.valueOf(other.remaining()).multiply(BigInteger.valueOf(limitOne)));

            Constraint tightest = new Remaining(SCOPE, List.of(one, other), 1, 1, false).tightest();

            assertThat(tightest).isSameAs(expected <= 0 ? one : other);
        });
    }

    @Test
    void limitOfZeroIsTheTightest() {
        Constraint none = constraint("none", 0, 0, null);

        assertThat(new Remaining(SCOPE, List.of(constraint("some", 10, 9, null), none), 1, 1, false).tightest())
                .isSameAs(none);
    }

    private static Constraint constraint(String policy, long limit, long used, @Nullable Long end) {
        return new Constraint(
                policy, Verdict.ALLOW, Reason.WITHIN_LIMIT, Measure.TOKENS, limit, used, new Window(0, end));
    }
}
