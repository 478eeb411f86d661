package io.millrace.billing.testing;

import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.billing.DrawdownLine;
import io.millrace.schemas.money.Money;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The same made of lines, which sum up to it. */
    public static Drawdown of(String workspaceId, long sequence, long usedAtMicros, List<DrawdownLine> lines) {
        Money charge = lines.stream().map(DrawdownLine::charge).reduce(Money.ZERO, Money::plus);
        Money cost = lines.stream().map(DrawdownLine::cost).reduce(Money.ZERO, Money::plus);
        return new Drawdown(
                Drawdown.idOf(workspaceId, sequence),
                workspaceId,
                sequence,
                charge,
                cost,
                lines.stream().mapToLong(DrawdownLine::recordCount).sum(),
                usedAtMicros,
                usedAtMicros + 1_000,
                ZoneOffset.UTC,
                lines);
    }

    /** A line of one record that cost what it is charged. */
    public static DrawdownLine line(String provider, String model, @Nullable String feature, long chargeNano) {
        return new DrawdownLine(provider, model, feature, new Money(chargeNano), new Money(chargeNano), 1);
    }
}
