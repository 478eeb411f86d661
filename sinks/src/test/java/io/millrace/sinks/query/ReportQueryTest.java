package io.millrace.sinks.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sinks.rollup.RollupLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportQueryTest {
    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

    @Test
    void longestBucketsThatFitAreRead() {
        assertThat(level(null, null)).isEqualTo(RollupLevel.DAY);
        assertThat(level(DAY, DAY.plusSeconds(86_400))).isEqualTo(RollupLevel.DAY);
        assertThat(level(DAY, DAY.plusSeconds(3_600))).isEqualTo(RollupLevel.HOUR);
        assertThat(level(DAY.plusSeconds(60), null)).isEqualTo(RollupLevel.MINUTE);
        assertThat(level(null, DAY.plusSeconds(1))).isEqualTo(RollupLevel.MINUTE);
    }

    @Test
    void badQueryIsRefused() {
        assertThatThrownBy(() -> new ReportQuery(Grouping.MODEL, null, null, 0))
                .hasMessage("report.limit: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new ReportQuery(Grouping.MODEL, DAY, DAY.minusSeconds(1), 1))
                .hasMessageContaining("report.to: 2026-02-28T23:59:59Z (expected: >= from 2026-03-01T00:00:00Z)");
    }

    private static RollupLevel level(@Nullable Instant from, @Nullable Instant to) {
        return new ReportQuery(Grouping.MODEL, from, to, 10).level();
    }
}
