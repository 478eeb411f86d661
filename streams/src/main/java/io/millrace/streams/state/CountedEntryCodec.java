package io.millrace.streams.state;

import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.streams.metering.CountedEntry;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** {@link CountedEntry} as bytes: an alias in 22, a call in about 58 and the texts of its watched dimensions. */
public final class CountedEntryCodec implements StateCodec<CountedEntry> {
    private static final int ALIAS = 0;
    private static final int CALL = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void put(StateOutput out, CountedEntry entry) {
        if (entry instanceof CountedEntry.Alias alias) {
            out.putLong(ALIAS);
            putId(out, alias.originalId());
        } else if (entry instanceof CountedEntry.Call call) {
            out.putLong(CALL);
            putCall(out, call);
        }
    }

    @Override
    public CountedEntry get(StateInput in) {
        return in.getLong() == ALIAS ? new CountedEntry.Alias(getId(in)) : getCall(in);
    }

    private static void putCall(StateOutput out, CountedEntry.Call call) {
        putId(out, call.eventId());
        out.putText(call.workspaceId())
                .putLong(call.occurredAtMicros())
                .putLong(call.requests())
                .putLong(call.inputTokens())
                .putLong(call.outputTokens())
                .putLong(call.cacheReadTokens())
                .putLong(call.cost().nanoUsd())
                .putLong(call.charge().nanoUsd())
                .putLong(call.values().size());
        call.values().forEach((dimension, value) -> {
            out.putCode(Codes.DIMENSIONS, dimension);
            // The workspace's own value is its id, which is there already.
            out.putText(dimension == Dimension.WORKSPACE ? "" : value);
        });
    }

    private static CountedEntry.Call getCall(StateInput in) {
        UUID eventId = getId(in);
        String workspaceId = in.getText();
        long occurredAt = in.getLong();
        long requests = in.getLong();
        long input = in.getLong();
        long output = in.getLong();
        long cacheRead = in.getLong();
        Money cost = new Money(in.getLong());
        Money charge = new Money(in.getLong());
        Map<Dimension, String> values = new EnumMap<>(Dimension.class);
        for (int left = in.getInt(); left > 0; left--) {
            Dimension dimension = in.getCode(Codes.DIMENSIONS);
            String value = in.getText();
            values.put(dimension, dimension == Dimension.WORKSPACE ? workspaceId : value);
        }
        return new CountedEntry.Call(
                eventId, workspaceId, occurredAt, values, requests, input, output, cacheRead, cost, charge);
    }

    private static void putId(StateOutput out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID getId(StateInput in) {
        return new UUID(in.getLong(), in.getLong());
    }
}
