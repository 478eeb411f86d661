package io.millrace.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final Deliveries deliveries = new Deliveries();

    @Test
    void whatComesAgainIsCountedAndIsNoFault() {
        deliveries.took("a");
        deliveries.took("b");
        deliveries.took("b");
        deliveries.took("b");

        assertThat(deliveries.distinct()).isEqualTo(2);
        assertThat(deliveries.repeats()).isEqualTo(2);
        assertThat(deliveries.of(Set.of("a", "b"))).isEqualTo(2);
        assertThat(deliveries.faults(Set.of("a", "b"))).isEmpty();
    }

    @Test
    void whatIsMissingAndWhatNobodyToldAreNamed() {
        deliveries.took("b");

        assertThat(deliveries.of(Set.of("a"))).isZero();
        assertThat(deliveries.faults(Set.of("a")))
                .containsExactly(
                        "alert a: not delivered (expected: at least once)",
                        "alert b: delivered (expected: only what is in the topic)");
    }
}
