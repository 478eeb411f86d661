package io.millrace.billing.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RequestIdTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void theCallersIdIsTakenWhereItIsWellFormed() {
        assertThat(RequestId.of("gw-1:42_a.b", null)).isEqualTo(new RequestId("gw-1:42_a.b", null));
        assertThat(RequestId.of("gw-1", TRACEPARENT)).isEqualTo(new RequestId("gw-1", TRACE));
        assertThat(RequestId.of(null, TRACEPARENT)).isEqualTo(new RequestId(TRACE, TRACE));
    }

    @Test
    void anythingElseIsReplaced() {
        for (String bad : List.of("", "a b", "line\nbreak", "x".repeat(129), "é")) {
            assertThat(RequestId.of(bad, null).text()).matches("[0-9a-f-]{36}").isNotEqualTo(bad);
        }
        for (String bad : List.of(
                "",
                "00-" + TRACE,
                "ff" + TRACEPARENT.substring(2),
                TRACEPARENT.toUpperCase(Locale.ROOT),
                "00-" + "0".repeat(32) + "-b7ad6b7169203331-01")) {
            assertThat(RequestId.of(null, bad).traceId()).isNull();
        }
        assertThat(RequestId.of(null, null).text())
                .isNotEqualTo(RequestId.of(null, null).text());
    }
}
