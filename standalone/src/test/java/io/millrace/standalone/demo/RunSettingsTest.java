package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Micros;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSettingsTest {
    @Test
    void callsLieWithinTheSpanThatEndsWithTheRun() {
        long end = 1_000 * Micros.PER_DAY;
        RunSettings settings = new RunSettings(500, 7, null, null, 60L);
        RunState state = new RunState(1, settings, end, false, 0, 0, 0, List.of(), Map.of());

        var traffic = TrafficPlan.of(state, List.of(), List.of()).traffic();

        assertThat(traffic.calls()).isEqualTo(500);
        for (int call = 0; call < 500; call++) {
            assertThat(traffic.call(call).timing().publishedAtMicros())
                    .isBetween(end - 60 * Micros.PER_SECOND, end - 1);
        }
    }

    @Test
    void spanIsASecondTo34DaysAndOfTheBuiltInWorkload() {
        assertThatThrownBy(() -> new RunSettings(1, 1, null, null, 0L))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("--span: 0 s (expected: PT1S to P34D, and no --trace)");
        assertThatThrownBy(() -> new RunSettings(1, 1, null, null, 34 * 86_400L + 1))
                .isInstanceOf(MillraceException.class);
        assertThatThrownBy(() -> new RunSettings(1, 1, "calls.csv", "azure", 60L))
                .isInstanceOf(MillraceException.class);
        assertThat(RunSettings.ofDay(1, 1).spanMicros()).isEqualTo(Micros.PER_DAY);
    }
}
