package io.millrace.embedded.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class StripeUnderTestTest {
    @Test
    void liveKeyIsRefusedUnlessAskedForByName() {
        assertThat(StripeUnderTest.key(Map.of())).isNull();
        assertThat(StripeUnderTest.key(Map.of("STRIPE_API_KEY", "rk_test_1"))).isEqualTo("rk_test_1");
        assertThatThrownBy(() -> StripeUnderTest.key(Map.of("STRIPE_API_KEY", "sk_live_secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("STRIPE_API_KEY: no test key (expected: sk_test_…, or STRIPE_ALLOW_LIVE=yes)");
        assertThat(StripeUnderTest.key(Map.of("STRIPE_API_KEY", "sk_live_secret", "STRIPE_ALLOW_LIVE", "yes")))
                .isEqualTo("sk_live_secret");
    }
}
