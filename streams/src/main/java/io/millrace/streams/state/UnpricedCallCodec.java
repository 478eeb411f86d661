package io.millrace.streams.state;

import java.util.UUID;

/** {@link UnpricedCall} as bytes: those of its record and about 50 more. */
public final class UnpricedCallCodec implements StateCodec<UnpricedCall> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void put(StateOutput out, UnpricedCall call) {
        out.putText(call.workspaceId())
                .putLong(call.originalId().getMostSignificantBits())
                .putLong(call.originalId().getLeastSignificantBits())
                .putLong(call.ingestedAtMillis())
                .putLong(call.occurredAtMicros())
                .putBytes(call.value());
    }

    @Override
    public UnpricedCall get(StateInput in) {
        String workspaceId = in.getText();
        UUID originalId = new UUID(in.getLong(), in.getLong());
        return new UnpricedCall(workspaceId, originalId, in.getLong(), in.getLong(), in.getBytes());
    }
}
