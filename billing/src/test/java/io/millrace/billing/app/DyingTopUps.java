package io.millrace.billing.app;

import io.millrace.billing.charging.Intent;
import io.millrace.billing.charging.Setback;
import io.millrace.billing.charging.TopUp;
import io.millrace.billing.charging.TopUps;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A real store whose process dies right before or right after its n-th commit. */
final class DyingTopUps implements TopUps {
    private final TopUps real;
    private int untilDeath;

    /** @param untilDeath 2n dies before commit n (from 0), 2n + 1 after it */
    DyingTopUps(TopUps real, int untilDeath) {
        this.real = real;
        this.untilDeath = untilDeath;
    }

    private void live() {
        if (untilDeath-- == 0) {
            throw new FaultyGateway.Death();
        }
    }

    @Override
    public Optional<TopUp> claim(Duration lease) {
        live();
        Optional<TopUp> claimed = real.claim(lease);
        live();
        return claimed;
    }

    @Override
    public Optional<TopUp> save(TopUp topUp, Duration lease, @Nullable Setback setback) {
        live();
        Optional<TopUp> saved = real.save(topUp, lease, setback);
        live();
        return saved;
    }

    @Override
    public boolean settle(TopUp topUp, Intent intent) {
        live();
        boolean settled = real.settle(topUp, intent);
        live();
        return settled;
    }
}
