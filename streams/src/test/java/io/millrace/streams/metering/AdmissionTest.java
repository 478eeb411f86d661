package io.millrace.streams.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.testing.Samples;
import io.millrace.schemas.usage.Usage;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final long NOW = 1_770_000_000_000_000L;

    private static String check(long occurredAt) {
        Rejection rejection = Admission.check(Samples.usage("w", occurredAt, 1, 1, 1), "w", NOW);
        return rejection == null ? "admitted" : rejection.reason().toString();
    }

    @Test
    void timestampsAreBoundedOnBothSides() {
        assertThat(check(NOW - Admission.LATE_MICROS_MAX)).isEqualTo("admitted");
        assertThat(check(NOW - Admission.LATE_MICROS_MAX - 1)).isEqualTo(RejectReason.TOO_LATE.toString());
        assertThat(check(NOW + Admission.EARLY_MICROS_MAX)).isEqualTo("admitted");
        assertThat(check(NOW + Admission.EARLY_MICROS_MAX + 1))
                .isEqualTo(RejectReason.TIMESTAMP_OUT_OF_RANGE.toString());
    }

    @Test
    void keyMustBeTheWorkspace() {
        Usage usage = Samples.usage("w", NOW, 1, 1, 1);
        assertThat(Admission.check(usage, "v", NOW))
                .isEqualTo(new Rejection(RejectReason.INVALID, "usage key: v (expected: the workspace id w)"));
        assertThat(Admission.check(usage, null, NOW)).isNotNull();
    }
}
