package io.millrace.streams.state;

import java.util.UUID;

/** {@link UnpricedCall} as bytes: those of its record and about 50 more. */
public final class UnpricedCallCodec implements StateCodec<UnpricedCall> {
    private static final int VERSION = 1;

    @Override
    public byte[] write(UnpricedCall call) {
        return new StateOutput(VERSION)
                .putText(call.workspaceId())
                .putLong(call.originalId().getMostSignificantBits())
                .putLong(call.originalId().getLeastSignificantBits())
                .putLong(call.ingestedAtMillis())
                .putLong(call.occurredAtMicros())
                .putBytes(call.value())
                .toBytes();
    }

    @Override
    public UnpricedCall read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
        String workspaceId = in.getText();
        UUID originalId = new UUID(in.getLong(), in.getLong());
        return new UnpricedCall(workspaceId, originalId, in.getLong(), in.getLong(), in.getBytes());
    }
}
