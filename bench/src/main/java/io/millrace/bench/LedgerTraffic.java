package io.millrace.bench;

import io.millrace.billing.postgres.DrawdownBatch;
import io.millrace.schemas.billing.Drawdown;
import io.millrace.schemas.money.Money;
import io.millrace.schemas.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Drawdowns of one partition: of every second, third, … workspace, few of which draw most; all used just now, so that all
 * lie in the partition of one day. Used by one thread.
 */
final class LedgerTraffic {
    private static final long CHARGE_NANO_MAX = 20_000_000;
    /** The k-th of n workspaces draws like n^-0.8 or so: a hundredth of them makes a third of the drawdowns. */
    private static final double SKEW = 4.0;

    private final UUID topicId;
    private final int partition;
    private final int partitions;
    private final long[] sequences;
    private final SplittableRandom random;
    private final Clock clock;
    private long offset;

    LedgerTraffic(UUID topicId, int partition, int partitions, int workspaces, Clock clock) {
        this.topicId = topicId;
        this.partition = partition;
        this.partitions = partitions;
        this.clock = clock;
        sequences = new long[workspaces / partitions];
        random = new SplittableRandom(partition);
    }

    DrawdownBatch next(int count) {
        long from = offset;
        long now = clock.nowMicros();
        List<DrawdownBatch.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int rank = (int) (Math.pow(random.nextDouble(), SKEW) * sequences.length);
            String workspace = "w" + (rank * partitions + partition);
            long sequence = ++sequences[rank];
            Money charge = new Money(1 + random.nextLong(CHARGE_NANO_MAX));
            entries.add(new DrawdownBatch.Received(
                    offset++,
                    new Drawdown(
                            Drawdown.idOf(workspace, sequence), workspace, sequence, charge, charge, 12, now, now)));
        }
        return new DrawdownBatch(topicId, partition, from, offset, entries);
    }
}
