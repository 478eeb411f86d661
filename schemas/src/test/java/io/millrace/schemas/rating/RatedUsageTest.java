package io.millrace.schemas.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.money.Rate;
import io.millrace.schemas.testing.ContractSamples;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatedUsageTest {
    private static final long AT = 1_773_144_000_000_000L;
    private static final Usage CALL = Samples.usage("w", AT, 1, 10, 0);
    private static final Replacement REPLACED =
            new Replacement(Samples.eventId(AT, 7), 10, 0, 0, new Money(10), new Money(12));

    @Test
    void onlyACorrectionReplacesARecord() {
        Usage correction = ContractSamples.usage();
        assertThat(correction.corrects()).isNotNull();
        assertThat(new RatedUsage(correction, new Rating.Unpriced(), AT, REPLACED).replaces())
                .isEqualTo(REPLACED);
        assertThat(CALL.corrects()).isNull();
        assertThat(new RatedUsage(CALL, new Rating.Unpriced(), AT).replaces()).isNull();
        assertThatThrownBy(() -> new RatedUsage(CALL, new Rating.Unpriced(), AT, REPLACED))
                .hasMessage("rated.replaces: " + REPLACED.eventId() + " (expected: none where usage.corrects is none)");
    }

    @Test
    void whatIsReplacedHasNoAmountBelowZeroAndNoMoreCacheThanInput() {
        assertRefused("rated.replaces.input_tokens: -1", -1, 0, 0, 0, 0);
        assertRefused("rated.replaces.output_tokens: -1", 0, -1, 0, 0, 0);
        assertRefused("rated.replaces.cache_read_tokens: 6", 5, 0, 6, 0, 0);
        assertRefused("rated.replaces.cost_nano_usd: -1", 0, 0, 0, -1, 0);
        assertRefused("rated.replaces.charge_nano_usd: -1", 0, 0, 0, 0, -1);
    }

    @Test
    void linesOfAPricedCallSumToItsCost() {
        CostLine line = new CostLine(Component.INPUT, 10, new Rate(1_000_000));
        assertThat(new RatedUsage(CALL, priced(line, 10_000), AT).rating()).isEqualTo(priced(line, 10_000));
        assertThatThrownBy(() -> new RatedUsage(CALL, priced(line, 10_001), AT))
                .hasMessageStartingWith("rated.cost_nano_usd: 10001 (expected: 10000, the sum of lines");
    }

    private static Rating priced(CostLine line, long cost) {
        return new Rating.Priced("p", 1, List.of(line), new Money(cost), new Money(cost));
    }

    private static void assertRefused(
            String message, long inputTokens, long outputTokens, long cacheReadTokens, long cost, long charge) {
        assertThatThrownBy(() -> new Replacement(
                        REPLACED.eventId(),
                        inputTokens,
                        outputTokens,
                        cacheReadTokens,
                        new Money(cost),
                        new Money(charge)))
                .hasMessageStartingWith(message + " (expected: ");
    }
}
