package io.millrace.streams.state;

import io.millrace.schemas.money.Money;
import io.millrace.streams.metering.PendingDrawdown;

/** {@link PendingDrawdown} as bytes. */
public final class PendingDrawdownCodec implements StateCodec<PendingDrawdown> {
    private static final int VERSION = 1;

    @Override
    public byte[] write(PendingDrawdown pending) {
        return new StateOutput(VERSION)
                .putText(pending.workspaceId())
                .putLong(pending.sequence())
                .putLong(pending.charge().nanoUsd())
                .putLong(pending.cost().nanoUsd())
                .putLong(pending.recordCount())
                .putLong(pending.firstMicros())
                .putLong(pending.lastMicros())
                .toBytes();
    }

    @Override
    public PendingDrawdown read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
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
