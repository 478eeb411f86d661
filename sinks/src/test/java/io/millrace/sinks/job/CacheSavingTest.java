package io.millrace.sinks.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.avro.Component;
import io.millrace.avro.CostLine;
import io.millrace.avro.PriceState;
import io.millrace.avro.RatedUsage;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.sinks.testing.Traffic;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CacheSavingTest {
    private static final CostLine PLAIN = new CostLine(Component.INPUT, 10L, 3_000_000L);

    @Test
    void readIsWorthThePlainRateLessItsOwn() {
        CostLine read = new CostLine(Component.CACHE_READ, 1_000L, 300_000L);
        assertThat(saving(1_000_000, PLAIN, read)).isEqualTo(2_700_000L);
    }

    @Test
    void writingCostsMoreThanPlainInput() {
        CostLine write = new CostLine(Component.CACHE_WRITE_5M, 1_000L, 3_750_000L);
        CostLine longer = new CostLine(Component.CACHE_WRITE_1H, 10L, 6_000_000L);
        assertThat(saving(1_000_000, PLAIN, write, longer)).isEqualTo(-780_000L);
    }

    @Test
    void regionRaisesBothSums() {
        CostLine read = new CostLine(Component.CACHE_READ, 1_000L, 300_000L);
        assertThat(saving(1_100_000, PLAIN, read)).isEqualTo(2_970_000L);
    }

    @Test
    void eachSumIsRoundedOnce() {
        // 1.5 and 0.5 nano-dollars: half-even makes 2 and 0.
        assertThat(saving(
                        1_000_000,
                        new CostLine(Component.INPUT, 1L, 1_500L),
                        new CostLine(Component.CACHE_READ, 1L, 500L)))
                .isEqualTo(2L);
    }

    @Test
    void nothingIsKnownWithoutPlainInputOrWithoutCachedInput() {
        assertThat(saving(1_000_000, new CostLine(Component.CACHE_READ, 1_000L, 300_000L)))
                .isNull();
        assertThat(saving(1_000_000, PLAIN)).isNull();
        assertThat(saving(1_000_000)).isNull();
    }

    @Test
    void sumBeyondMoneyIsNotKnown() {
        CostLine read = new CostLine(Component.CACHE_READ, 1_000_000_000_000L, 0L);
        assertThat(saving(1_000_000, new CostLine(Component.INPUT, 1L, Long.MAX_VALUE), read))
                .isNull();
    }

    private static @Nullable Long saving(long multiplierPpm, CostLine... lines) {
        var usage = new Traffic(new Random(1)).row(Traffic.START).usage();
        return CacheSaving.nanoUsd(new RatedUsage(
                UsageMapping.toAvro(usage),
                PriceState.PRICED,
                "price-1",
                1,
                List.of(lines),
                multiplierPpm,
                0L,
                0L,
                null,
                null,
                0L,
                null));
    }
}
