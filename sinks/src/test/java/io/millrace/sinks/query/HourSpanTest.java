package io.millrace.sinks.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HourSpanTest {
    private static final Instant NEWEST = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    void spanIsTheDayUpToTheNewestHourWhereNothingIsAsked() {
        assertThat(HourSpan.of(null, null, NEWEST))
                .isEqualTo(span("2026-03-01T11:00:00Z", "2026-03-02T11:00:00Z"))
                .returns(24, HourSpan::count);
    }

    @Test
    void boundsInsideAnHourTakeAllOfIt() {
        assertThat(HourSpan.of(
                        Instant.parse("2026-03-01T05:59:59Z"), Instant.parse("2026-03-01T07:00:00.000001Z"), NEWEST))
                .isEqualTo(span("2026-03-01T05:00:00Z", "2026-03-01T08:00:00Z"));
        assertThat(HourSpan.of(null, Instant.parse("2026-03-01T07:00:00Z"), NEWEST)
                        .to())
                .isEqualTo("2026-03-01T07:00:00Z");
    }

    @Test
    void spanIsBounded() {
        assertThat(HourSpan.of(Instant.EPOCH, null, NEWEST).count()).isEqualTo(90 * 24);
    }

    @Test
    void spanThatEndsBeforeItStartsHasNoHours() {
        assertThat(HourSpan.of(NEWEST, Instant.parse("2026-03-01T07:00:00Z"), NEWEST)
                        .count())
                .isZero();
    }

    private static HourSpan span(String from, String to) {
        return new HourSpan(Instant.parse(from), Instant.parse(to));
    }
}
