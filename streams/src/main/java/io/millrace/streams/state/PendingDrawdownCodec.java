package io.millrace.streams.state;

import io.millrace.schemas.money.Money;
import io.millrace.streams.metering.PendingDrawdown;

/** {@link PendingDrawdown} as bytes. */
public final class PendingDrawdownCodec implements StateCodec<PendingDrawdown> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void put(StateOutput out, PendingDrawdown pending) {
        out.putText(pending.workspaceId())
                .putLong(pending.sequence())
                .putLong(pending.charge().nanoUsd())
                .putLong(pending.cost().nanoUsd())
                .putLong(pending.recordCount())
                .putLong(pending.firstMicros())
                .putLong(pending.lastMicros());
    }

    @Override
    public PendingDrawdown get(StateInput in) {
        return new PendingDrawdown(
                in.getText(),
                in.getLong(),
                new Money(in.getLong()),
                new Money(in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
