package io.millrace.streams.state;

import io.millrace.schemas.money.Money;
import io.millrace.streams.metering.LineSum;
import io.millrace.streams.metering.PendingDrawdown;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** {@link PendingDrawdown} as bytes. One without calls is its workspace, its sequence and two numbers. */
public final class PendingDrawdownCodec implements StateCodec<PendingDrawdown> {
    private static final ZoneId UTC = ZoneId.of("UTC");
    /** A feature has one character at least. */
    private static final String NONE = "";

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void put(StateOutput out, PendingDrawdown pending) {
        List<LineSum> lines = pending.lines();
        out.putText(pending.workspaceId())
                .putLong(pending.sequence())
                .putLong(pending.costBefore().nanoUsd())
                .putLong(lines.size());
        if (!lines.isEmpty()) {
            out.putLong(pending.firstMicros())
                    .putLong(pending.lastMicros())
                    .putText(pending.zone().getId());
            lines.forEach(line -> putLine(out, line));
        }
    }

    @Override
    public PendingDrawdown get(StateInput in) {
        String workspaceId = in.getText();
        long sequence = in.getLong();
        Money costBefore = new Money(in.getLong());
        int count = in.getInt();
        if (count == 0) {
            return new PendingDrawdown(workspaceId, sequence, costBefore, 0, 0, UTC, List.of());
        }
        long first = in.getLong();
        long last = in.getLong();
        ZoneId zone = ZoneId.of(in.getText());
        List<LineSum> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(getLine(in));
        }
        return new PendingDrawdown(workspaceId, sequence, costBefore, first, last, zone, lines);
    }

    private static void putLine(StateOutput out, LineSum line) {
        String feature = line.feature();
        out.putText(line.provider())
                .putText(line.model())
                .putText(feature == null ? NONE : feature)
                .putLong(line.chargeNanoUsd())
                .putLong(line.costNanoUsd())
                .putLong(line.recordCount());
    }

    private static LineSum getLine(StateInput in) {
        String provider = in.getText();
        String model = in.getText();
        String feature = in.getText();
        return new LineSum(
                provider, model, feature.equals(NONE) ? null : feature, in.getLong(), in.getLong(), in.getLong());
    }
}
