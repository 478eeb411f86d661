package io.millrace.schemas.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.service.Health.Part;
import io.millrace.schemas.testing.TestingClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void looksAgainWhenTheLastLookIsOldAndSaysWhatFailed() {
        TestingClock clock = new TestingClock(1_000_000);
        AtomicInteger looks = new AtomicInteger();
        Probe probe = new Probe(
                "database",
                () -> {
                    if (looks.incrementAndGet() > 1) {
                        throw new SQLException("away");
                    }
                },
                clock);
        assertThat(probe.part()).isEqualTo(Part.ready("database"));
        assertThat(probe.part()).isEqualTo(Part.ready("database"));
        assertThat(looks).hasValue(1);
        clock.advanceMicros(Duration.ofSeconds(3).toNanos() / 1_000);
        assertThat(probe.part()).isEqualTo(Part.waiting("database", "away"));
        assertThat(looks).hasValue(2);
    }
}
