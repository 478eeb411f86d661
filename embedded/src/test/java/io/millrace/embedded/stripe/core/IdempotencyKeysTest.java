package io.millrace.embedded.stripe.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IdempotencyKeysTest {
    private static final long NOW = 1_790_000_000L;

    private final IdempotencyKeys keys = new IdempotencyKeys();

    @Test
    void keyInUseIsRefusedUntilItIsReleased() {
        assertThat(keys.take("k", "f", NOW)).isEmpty();
        refused(409, "idempotency_key_in_use", "k", "f", NOW);
        keys.release("k");
        assertThat(keys.take("k", "f", NOW)).isEmpty();
    }

    @Test
    void answerIsReplayedForTwentyFourHours() {
        var answer = new StoredAnswer("k", "f", 402, "body", NOW);
        keys.keep(answer);
        assertThat(keys.take("k", "f", NOW + IdempotencyKeys.KEPT_SECONDS - 1)).contains(answer);
        assertThat(keys.take("k", "f", NOW + IdempotencyKeys.KEPT_SECONDS)).isEmpty();
    }

    @Test
    void keyBelongsToTheParametersOfItsFirstUse() {
        keys.keep(new StoredAnswer("k", "f", 200, "body", NOW));
        refused(400, null, "k", "other", NOW);
        assertThat(keys.take("k2", "other", NOW)).isEmpty();
    }

    @Test
    void longKeyIsRefused() {
        assertThat(keys.take("k".repeat(255), "f", NOW)).isEmpty();
        refused(400, "parameter_invalid_string", "k".repeat(256), "f", NOW);
    }

    private void refused(int status, @Nullable String code, String key, String fingerprint, long now) {
        assertThatThrownBy(() -> keys.take(key, fingerprint, now))
                .isInstanceOfSatisfying(StripeRefusal.class, refusal -> {
                    assertThat(refusal.error().status()).isEqualTo(status);
                    assertThat(refusal.error().code()).isEqualTo(code);
                });
    }
}
