package io.millrace.schemas.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.testing.ContractSamples;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static Policy with(LimitIncrease... increases) {
        return ContractSamples.policy().withIncreases(List.of(increases));
    }

    @Test
    void increasesInForceAddUpAndEndExclusively() {
        long limit = ContractSamples.policy().limit();
        Policy policy = with(new LimitIncrease(5, 100, 200), new LimitIncrease(7, 150, 300));
        assertThat(policy.limitAt(99)).isEqualTo(limit);
        assertThat(policy.limitAt(100)).isEqualTo(limit + 5);
        assertThat(policy.limitAt(150)).isEqualTo(limit + 12);
        assertThat(policy.limitAt(200)).isEqualTo(limit + 7);
        assertThat(policy.limitAt(300)).isEqualTo(limit);
    }

    @Test
    void limitStaysWithinALong() {
        Policy policy = with(new LimitIncrease(Long.MAX_VALUE, 0, 10), new LimitIncrease(Long.MAX_VALUE, 0, 10));
        assertThat(policy.limitAt(5)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void increaseThatIsNoneOrEndsBeforeItBeginsIsRefusedByName() {
        assertThatThrownBy(() -> new LimitIncrease(0, 1, 2)).hasMessage("policy.increases.amount: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new LimitIncrease(1, 2, 2))
                .hasMessage("policy.increases.until_micros: 2 (expected: > from_micros 2)");
    }

    @Test
    void signalWithoutMeaningIsRefusedByName() {
        assertThatThrownBy(() -> new SpikeSignal(100, 1, 1)).hasMessageStartingWith("policy.abuse.spike.mean_percent");
        assertThatThrownBy(() -> new SpikeSignal(200, 0, 1)).hasMessageStartingWith("policy.abuse.spike.amount_min");
        assertThatThrownBy(() -> new SpikeSignal(200, 1, 25))
                .hasMessageStartingWith("policy.abuse.spike.history_hours");
        assertThatThrownBy(() -> new AddressSignal(65)).hasMessageStartingWith("policy.abuse.addresses.max_addresses");
        assertThatThrownBy(() -> new ErrorSignal(-1, 1, 1)).hasMessageStartingWith("policy.abuse.errors.error_count");
        assertThatThrownBy(() -> new ErrorSignal(1, 100, 1))
                .hasMessageStartingWith("policy.abuse.errors.request_percent");
        assertThatThrownBy(() -> new ErrorSignal(1, 1, 0)).hasMessageStartingWith("policy.abuse.errors.window_seconds");
    }
}
