package io.millrace.schemas.usage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.time.Micros;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds of the parts of a record: the last value inside is taken, the first outside is named with its rule. */
final class PartRulesTest {
    private static final String LONGEST = "x".repeat(256);
    private static final String TOO_LONG = LONGEST + "x";
    private static final String TEXT_RULE = "257 characters (expected: 1 to 256 characters without controls)";

    /** @param inside the value at the bound, {@code outside} the one behind it */
    private record Bound(String message, Runnable inside, Runnable outside) {
        @Override
        public String toString() {
            return message;
        }
    }

    private static Stream<Bound> bounds() {
        return Stream.of(
                new Bound(
                        "usage.attempt.operation_id: " + TEXT_RULE,
                        () -> new Attempt(LONGEST, 1),
                        () -> new Attempt(TOO_LONG, 1)),
                new Bound(
                        "usage.attempt.number: 0 (expected: >= 1)",
                        () -> new Attempt("a", 1),
                        () -> new Attempt("a", 0)),
                new Bound(
                        "usage.origin.gateway_id: " + TEXT_RULE,
                        () -> new Origin(LONGEST, 0, 0),
                        () -> new Origin(TOO_LONG, 0, 0)),
                new Bound(
                        "usage.origin.epoch_micros: " + (Micros.MAX + 1) + " (expected: 0 to " + Micros.MAX + ")",
                        () -> new Origin("g", Micros.MAX, 0),
                        () -> new Origin("g", Micros.MAX + 1, 0)),
                new Bound(
                        "usage.origin.sequence: -1 (expected: >= 0)",
                        () -> new Origin("g", 0, 0),
                        () -> new Origin("g", 0, -1)),
                new Bound(
                        "usage.decision.value: " + TEXT_RULE,
                        () -> new DecisionReference(Dimension.TEAM, LONGEST, 1),
                        () -> new DecisionReference(Dimension.TEAM, TOO_LONG, 1)),
                new Bound(
                        "usage.decision.version: 0 (expected: >= 1)",
                        () -> new DecisionReference(Dimension.TEAM, "t", 1),
                        () -> new DecisionReference(Dimension.TEAM, "t", 0)),
                new Bound(
                        "usage.timing.occurred_at_micros: -1 (expected: 0 to " + Micros.MAX + ")",
                        () -> new Timing(0, 0, null, null, null, null),
                        () -> new Timing(-1, 0, null, null, null, null)),
                new Bound(
                        "usage.timing.published_at_micros: " + (Micros.MAX + 1) + " (expected: 0 to " + Micros.MAX
                                + ")",
                        () -> new Timing(0, Micros.MAX, null, null, null, null),
                        () -> new Timing(0, Micros.MAX + 1, null, null, null, null)),
                new Bound(
                        "usage.timing.first_token_micros: 6 (expected: <= latency_micros 5)",
                        () -> new Timing(0, 0, 5L, 5L, null, null),
                        () -> new Timing(0, 0, 5L, 6L, null, null)));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void theFirstValueOutsideIsNamedAndTheLastInsideIsTaken(Bound bound) {
        assertThatCode(bound.inside()::run).doesNotThrowAnyException();
        assertThatThrownBy(bound.outside()::run).hasMessage(bound.message());
    }
}
