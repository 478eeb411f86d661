package io.millrace.billing.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.billing.postgres.LedgerProof;
import io.millrace.schemas.service.PrometheusText;
import io.millrace.schemas.testing.TestingClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerWatchTest {
    private final TestingClock clock = new TestingClock(1_000_000);
    private final AtomicInteger proofs = new AtomicInteger();
    private @Nullable String broken;
    private final LedgerWatch watch = new LedgerWatch(
            () -> {
                proofs.incrementAndGet();
                return new LedgerProof(1, 2, 3, 0, "head", broken);
            },
            clock);

    private String page() {
        PrometheusText page = new PrometheusText();
        watch.write(page);
        return page.toString();
    }

    @Test
    void provesAnHourAfterTheStartAndThenOnceADay() {
        assertThat(watch.step()).isFalse();
        assertThat(proofs).hasValue(0);
        assertThat(page()).contains("millrace_billing_ledger_intact -1\n");
        clock.advanceMicros(Duration.ofHours(1).toNanos() / 1_000);
        watch.step();
        watch.step();
        assertThat(proofs).hasValue(1);
        assertThat(page()).contains("millrace_billing_ledger_intact 1\n");
        broken = "entry 7";
        clock.advanceMicros(Duration.ofHours(24).toNanos() / 1_000);
        watch.step();
        assertThat(proofs).hasValue(2);
        assertThat(page()).contains("millrace_billing_ledger_intact 0\n");
    }
}
