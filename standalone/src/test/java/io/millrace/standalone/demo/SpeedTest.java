package io.millrace.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpeedTest {
    @Test
    void readsMaxAndFactors() {
        assertThat(Speed.parse("max").isMax()).isTrue();
        assertThat(Speed.parse("60").nanosFor(60_000_000)).isEqualTo(1_000_000_000L);
        assertThat(Speed.parse("0.5").nanosFor(1_000_000)).isEqualTo(2_000_000_000L);
    }

    @Test
    void refusesWhatIsNoSpeed() {
        for (String text : new String[] {"fast", "0", "-1", "1e9", "0.0001"}) {
            assertThatThrownBy(() -> Speed.parse(text))
                    .hasMessage("--speed: " + text
                            + " (expected: max, or how many times faster than life, 0.001 to 1000000)");
        }
    }
}
