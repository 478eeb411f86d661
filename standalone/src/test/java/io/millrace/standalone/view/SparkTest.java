package io.millrace.standalone.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SparkTest {
    @Test
    void zeroIsTheLowestLevelAndTheLargestTheHighest() {
        assertThat(Spark.line(List.of(0L, 1L, 50L, 100L), 10)).isEqualTo("▁▂▅█");
    }

    @Test
    void nothingButZeroStaysLow() {
        assertThat(Spark.line(List.of(0L, 0L), 10)).isEqualTo("▁▁");
    }

    @Test
    void unknownIsABlank() {
        assertThat(Spark.line(Arrays.asList(null, 7L, null), 10)).isEqualTo(" █ ");
        assertThat(Spark.line(Collections.nCopies(3, null), 10)).isEqualTo("   ");
        assertThat(Spark.line(List.of(), 10)).isEmpty();
    }

    @Test
    void peakSurvivesWhenValuesAreDrawnInGroups() {
        List<Long> values =
                LongStream.range(0, 100).mapToObj(i -> i == 77 ? 1_000L : 0L).toList();
        assertThat(Spark.line(values, 10)).isEqualTo("▁▁▁▁▁▁▁█▁▁");
    }

    @Test
    void lineIsNeverWiderThanAsked() {
        for (int values = 0; values < 200; values++) {
            List<Long> many = Collections.nCopies(values, 5L);
            for (int width = 1; width < 60; width++) {
                assertThat(Spark.line(many, width).length()).isBetween(Math.min(values, 1), width);
            }
        }
    }

    @Test
    void barIsFullFromItsWholeOnAndEmptyAtNothing() {
        assertThat(Spark.bar(0, 10, 5)).isEqualTo("░░░░░");
        assertThat(Spark.bar(-3, 10, 5)).isEqualTo("░░░░░");
        assertThat(Spark.bar(4, 10, 5)).isEqualTo("██░░░");
        assertThat(Spark.bar(10, 10, 5)).isEqualTo("█████");
        assertThat(Spark.bar(Long.MAX_VALUE, 10, 5)).isEqualTo("█████");
        assertThat(Spark.bar(0, 0, 5)).isEqualTo("█████");
    }
}
