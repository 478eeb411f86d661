package io.millrace.standalone.rejected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.rating.RejectReason;
import io.millrace.schemas.rating.RejectedRecord;
import io.millrace.schemas.time.Micros;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalFilterTest {
    private static final long AT = 1_773_144_000_000_000L;
    private static final Refusal REFUSAL = new Refusal(
            new RejectedId(1, 17), new RejectedRecord(RejectReason.INVALID, "d", null, null, AT, null, null));

    @Test
    void everyPartMustFit() {
        assertThat(matches(List.of(), Set.of(), null)).isTrue();
        assertThat(matches(List.of(new RejectedId(1, 17)), Set.of(RejectReason.INVALID), AT))
                .isTrue();
        assertThat(matches(List.of(new RejectedId(1, 16)), Set.of(), null)).isFalse();
        assertThat(matches(List.of(), Set.of(RejectReason.FAULT), null)).isFalse();
        assertThat(matches(List.of(), Set.of(), AT + 1)).isFalse();
    }

    @Test
    void idIsPartitionAndOffset() {
        assertThat(RejectedId.parse("1/17")).isEqualTo(new RejectedId(1, 17)).hasToString("1/17");
        for (String wrong : List.of("", "17", "1/", "-1/2", "1/2/3", "a/b")) {
            assertThatThrownBy(() -> RejectedId.parse(wrong)).hasMessageStartingWith("rejected id: " + wrong);
        }
    }

    private static boolean matches(List<RejectedId> ids, Set<RejectReason> reasons, @Nullable Long sinceMicros) {
        return new RefusalFilter(ids, reasons, sinceMicros == null ? null : Micros.toInstant(sinceMicros))
                .matches(REFUSAL);
    }
}
