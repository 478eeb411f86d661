package io.millrace.schemas.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.avro.UsageRecord;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.testing.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageRulesTest {
    private static final long NOW = 1_760_000_000_000_000L;

    @Test
    void recordSurvivesTheWayThroughAvro() {
        Usage usage = Samples.usage("acme", NOW, 1, 1_200, 340);
        assertThat(UsageMapping.fromAvro(UsageMapping.toAvro(usage))).isEqualTo(usage);
    }

    @Test
    void inputClassesMustSumToTheTotal() {
        assertThatThrownBy(() -> tokens(100L, 50L, 40L, 5L))
                .hasMessage("usage.tokens.input_total: 100 "
                        + "(expected: input_uncached + cache_read + cache_write_5m + cache_write_1h = 95)");
        assertThat(tokens(95L, 50L, 40L, 5L).uncachedOrTotal()).isEqualTo(50);
    }

    @Test
    void partLargerThanItsTotalIsNamed() {
        assertThatThrownBy(() -> tokens(10L, null, 12L, null))
                .hasMessage("usage.tokens.cache_read: 12 (expected: <= input_total 10)");
    }

    @Test
    void totalWithoutClassesIsAllUncached() {
        TokenCounts tokens = new TokenCounts(70L, null, null, null, null, 5L, null, null, null, null, null, null);
        assertThat(tokens.uncachedOrTotal()).isEqualTo(70);
        assertThat(tokens.total()).isEqualTo(75);
    }

    @Test
    void eventIdThatIsNoUuidSevenIsRefused() {
        UsageRecord record = UsageMapping.toAvro(Samples.usage("acme", NOW, 1, 1, 1));
        record.setEventId("6fa459ea-ee8a-4ca4-894e-db77e160355e");
        assertThatThrownBy(() -> UsageMapping.fromAvro(record))
                .hasMessage("usage.event_id: 6fa459ea-ee8a-4ca4-894e-db77e160355e (expected: a UUIDv7)");
        record.setEventId("abc");
        assertThatThrownBy(() -> UsageMapping.fromAvro(record))
                .hasMessage("usage.event_id: abc (expected: a UUIDv7 of 36 characters)");
    }

    @Test
    void successNeedsTheModelServed() {
        UsageRecord record = UsageMapping.toAvro(Samples.usage("acme", NOW, 1, 1, 1));
        record.getCall().setModelServed(null);
        assertThatThrownBy(() -> UsageMapping.fromAvro(record)).hasMessageStartingWith("usage.call.model_served: null");
    }

    @Test
    void firstTokenAfterTheLastIsRefused() {
        assertThatThrownBy(() -> new Timing(NOW, NOW, 5L, 6L, null, null))
                .hasMessage("usage.timing.first_token_micros: 6 (expected: <= latency_micros 5)");
    }

    private static TokenCounts tokens(
            @Nullable Long total, @Nullable Long uncached, @Nullable Long read, @Nullable Long write) {
        return new TokenCounts(total, uncached, read, write, null, 0L, null, null, null, null, null, null);
    }
}
