package io.millrace.schemas.billing;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.rule.Require;
import io.millrace.schemas.time.Micros;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * What was charged to a workspace since its last drawdown.
 *
 * @param drawdownId {@link #idOf} its workspace and sequence, so that the same one is never posted twice
 * @param workspaceId the Kafka key; 1 to 128 characters without bar and slash
 * @param sequence number in its workspace, from 1 without gaps
 * @param charge sum of charges
 * @param cost sum of costs
 * @param recordCount records in it, from 1; records that cost nothing count too
 * @param firstOccurredAtMicros earliest usage in it, microseconds since the epoch
 * @param lastOccurredAtMicros latest usage in it, not before the earliest
 * @param zone in which the workspace's months begin
 * @param lines what it is made of, in their order, each provider, model and feature once, at most {@value #LINES_MAX}; their sums
 *     are its charge, cost and count. Empty where it was not told
 */
public record Drawdown(
        UUID drawdownId,
        String workspaceId,
        long sequence,
        Money charge,
        Money cost,
        long recordCount,
        long firstOccurredAtMicros,
        long lastOccurredAtMicros,
        ZoneId zone,
        List<DrawdownLine> lines) {
    public static final int LINES_MAX = 100;

    private static final ZoneId UTC = ZoneId.of("UTC");

    public Drawdown {
        lines = List.copyOf(lines);
        Require.workspaceId("drawdown.workspace_id", workspaceId);
        Require.atLeast("drawdown.sequence", sequence, 1);
        Require.atLeast("drawdown.record_count", recordCount, 1);
        Require.instant("drawdown.first_occurred_at_micros", firstOccurredAtMicros);
        Require.instant("drawdown.last_occurred_at_micros", lastOccurredAtMicros);
        if (lastOccurredAtMicros < firstOccurredAtMicros) {
            throw Expected.illegal(
                    "drawdown.last_occurred_at_micros",
                    lastOccurredAtMicros,
                    ">= first_occurred_at_micros " + firstOccurredAtMicros);
        }
        UUID expected = idOf(workspaceId, sequence);
        if (!drawdownId.equals(expected)) {
            String rule = expected + ", that of sequence " + sequence + " of " + workspaceId;
            throw Expected.illegal("drawdown.drawdown_id", drawdownId, rule);
        }
        if (!lines.isEmpty()) {
            Require.sizeAtMost("drawdown.lines", lines, LINES_MAX);
            requireOrder(lines);
            requireSum(
                    "charge_nano_usd",
                    charge.nanoUsd(),
                    lines,
                    line -> line.charge().nanoUsd());
            requireSum(
                    "cost_nano_usd", cost.nanoUsd(), lines, line -> line.cost().nanoUsd());
            requireSum("record_count", recordCount, lines, DrawdownLine::recordCount);
        }
    }

    /** One that does not tell its lines, of a workspace whose months are those of UTC. */
    public Drawdown(
            UUID drawdownId,
            String workspaceId,
            long sequence,
            Money charge,
            Money cost,
            long recordCount,
            long firstOccurredAtMicros,
            long lastOccurredAtMicros) {
        this(
                drawdownId,
                workspaceId,
                sequence,
                charge,
                cost,
                recordCount,
                firstOccurredAtMicros,
                lastOccurredAtMicros,
                UTC,
                List.of());
    }

    /**
     * The month it belongs to: that of its latest usage. The earliest is of the same month, but for what waited in one whose
     * corrections outweighed its calls.
     */
    public YearMonth month() {
        return YearMonth.from(Micros.toInstant(lastOccurredAtMicros).atZone(zone));
    }

    private static void requireOrder(List<DrawdownLine> lines) {
        for (int i = 1; i < lines.size(); i++) {
            DrawdownLine line = lines.get(i);
            if (DrawdownLine.ORDER.compare(lines.get(i - 1), line) >= 0) {
                String key = line.provider() + " " + line.model() + " " + line.feature();
                throw Expected.illegal("drawdown.lines", key, "each provider, model and feature once, in order");
            }
        }
    }

    /** Lines are from 0, so that a sum beyond the range is below 0 at once. */
    private static void requireSum(
            String field, long expected, List<DrawdownLine> lines, ToLongFunction<DrawdownLine> part) {
        long sum = 0;
        for (int i = 0; i < lines.size() && sum >= 0; i++) {
            sum += part.applyAsLong(lines.get(i));
        }
        if (sum != expected || sum < 0) {
            throw Expected.illegal("drawdown." + field, expected, "the sum of its lines");
        }
    }

    /** The id of a workspace's n-th drawdown: the same whenever it is made again. */
    public static UUID idOf(String workspaceId, long sequence) {
        String name = "drawdown|" + workspaceId + "|" + sequence;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
