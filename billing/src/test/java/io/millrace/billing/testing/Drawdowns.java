package io.millrace.billing.testing;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;

/** Drawdowns for tests. */
public final class Drawdowns {
    private Drawdowns() {}

    /** The n-th drawdown of a workspace, of one record used at the given instant. */
    public static Drawdown of(String workspaceId, long sequence, long chargeNano, long usedAtMicros) {
        return new Drawdown(
                Drawdown.idOf(workspaceId, sequence),
                workspaceId,
                sequence,
                new Money(chargeNano),
                new Money(Math.max(0, chargeNano)),
                1,
                usedAtMicros,
                usedAtMicros + 1_000);
    }
}
