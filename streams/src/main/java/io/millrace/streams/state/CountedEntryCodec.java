package io.millrace.streams.state;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.scope.Dimension;
import io.millrace.streams.metering.CountedEntry;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;

/** {@link CountedEntry} as bytes: an alias in 22, a call in about 58 and the texts of its watched dimensions. */
public final class CountedEntryCodec implements StateCodec<CountedEntry> {
    private static final int VERSION = 1;
    private static final int ALIAS = 0;
    private static final int CALL = 1;
    /** A dimension is written as its place here; new ones are added at the end. */
    private static final Dimension[] DIMENSIONS = {
        Dimension.WORKSPACE,
        Dimension.TEAM,
        Dimension.USER,
        Dimension.API_KEY,
        Dimension.FEATURE,
        Dimension.MODEL,
        Dimension.PROVIDER,
        Dimension.ENVIRONMENT,
        Dimension.SESSION,
        Dimension.CLIENT_IP
    };

    @Override
    public byte[] write(CountedEntry entry) {
        StateOutput out = new StateOutput(VERSION);
        if (entry instanceof CountedEntry.Alias alias) {
            out.putLong(ALIAS);
            put(out, alias.originalId());
        } else if (entry instanceof CountedEntry.Call call) {
            out.putLong(CALL);
            put(out, call);
        }
        return out.toBytes();
    }

    @Override
    public CountedEntry read(byte[] bytes) {
        StateInput in = new StateInput(bytes, VERSION);
        return in.getLong() == ALIAS ? new CountedEntry.Alias(getId(in)) : getCall(in);
    }

    private static void put(StateOutput out, CountedEntry.Call call) {
        put(out, call.eventId());
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
            out.putLong(codeOf(dimension));
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
            Dimension dimension = DIMENSIONS[in.getInt()];
            String value = in.getText();
            values.put(dimension, dimension == Dimension.WORKSPACE ? workspaceId : value);
        }
        return new CountedEntry.Call(
                eventId, workspaceId, occurredAt, values, requests, input, output, cacheRead, cost, charge);
    }

    private static void put(StateOutput out, UUID id) {
        out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID getId(StateInput in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static int codeOf(Dimension dimension) {
        for (int code = 0; code < DIMENSIONS.length; code++) {
            if (DIMENSIONS[code] == dimension) {
                return code;
            }
        }
        throw Expected.illegal("dimension", dimension, "one with a code in CountedEntryCodec");
    }
}
