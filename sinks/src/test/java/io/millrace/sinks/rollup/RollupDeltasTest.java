package io.millrace.sinks.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.testing.Trials;
import io.millrace.schemas.time.Micros;
import io.millrace.sinks.testing.Traffic;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollupDeltasTest {
    @Test
    void everyLevelIsTheSumOfAllRows() {
        Trials.run(20, random -> {
            List<UsageRow> rows = new Traffic(random).rows(500, Traffic.START, 3 * Micros.PER_DAY);
            Rollup expected = new Rollup();
            rows.forEach(expected::add);
            RollupDeltas deltas = RollupDeltas.of(rows);
            for (RollupLevel level : RollupLevel.values()) {
                Rollup sum = new Rollup();
                deltas.at(level).values().forEach(sum::merge);
                assertThat(sum).isEqualTo(expected);
            }
        });
    }

    @Test
    void rowIsInTheBucketsThatHoldItsTime() {
        Trials.run(20, random -> {
            long time = Traffic.START + random.nextLong(Micros.PER_DAY);
            UsageRow row = new Traffic(random).row(time);
            RollupDeltas deltas = RollupDeltas.of(List.of(row));
            for (RollupLevel level : RollupLevel.values()) {
                RollupKey key = deltas.at(level).firstKey();
                assertThat(key).isEqualTo(RollupKey.of(row, level));
                assertThat(time - key.bucketMicros()).isBetween(0L, level.lengthMicros() - 1);
                assertThat(key.bucketMicros() % level.lengthMicros()).isZero();
            }
        });
    }

    @Test
    void keysAreInOneOrderWhateverTheOrderOfRows() {
        Trials.run(20, random -> {
            List<UsageRow> rows = new Traffic(random).rows(200, Traffic.START, Micros.PER_HOUR);
            List<UsageRow> reversed = rows.stream()
                    .sorted(Comparator.comparing((UsageRow row) -> row.usage().occurredAtMicros())
                            .reversed())
                    .toList();
            assertThat(RollupDeltas.of(reversed).at(RollupLevel.MINUTE))
                    .containsExactlyEntriesOf(RollupDeltas.of(rows).at(RollupLevel.MINUTE));
        });
    }

    @Test
    void inputIsUncachedPlusReadPlusWritten() {
        Trials.run(20, random -> {
            Rollup sum = new Rollup();
            new Traffic(random).rows(50, Traffic.START, Micros.PER_HOUR).forEach(sum::add);
            assertThat(sum.sum(Counter.INPUT_TOKENS))
                    .isPositive()
                    .isEqualTo(sum.sum(Counter.INPUT_UNCACHED_TOKENS)
                            + sum.sum(Counter.CACHE_READ_TOKENS)
                            + sum.sum(Counter.CACHE_WRITE_TOKENS));
        });
    }
}
