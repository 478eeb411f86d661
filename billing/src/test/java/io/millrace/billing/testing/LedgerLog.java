package io.millrace.billing.testing;

import io.millrace.billing.postgres.DrawdownBatch.Entry;
import io.millrace.billing.postgres.DrawdownBatch.Received;
import io.millrace.schemas.billing.Drawdown;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A log of drawdowns over several partitions, the same from the same seed: gaps in the offsets, and ids that come again at
 * once, soon, or much later.
 */
public final class LedgerLog {
    public static final int PARTITIONS = 2;
    public static final int CUSTOMERS = 60;
    /** The usage of offset n is at this microsecond and n. */
    public static final long FIRST_MICROS = 2_000;

    private final List<List<Entry>> partitions = new ArrayList<>();
    private final long offsets;

    public LedgerLog(long seed, long offsets) {
        this.offsets = offsets;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed * PARTITIONS + partition);
            partitions.add(partition(random, partition));
        }
    }

    private List<Entry> partition(RandomGenerator random, int partition) {
        List<Entry> log = new ArrayList<>();
        List<Drawdown> sent = new ArrayList<>();
        long[] sequences = new long[CUSTOMERS / PARTITIONS];
        for (long offset = 0; offset < offsets; offset++) {
            int dice = random.nextInt(40);
            if (dice == 0) {
                continue;
            }
            Drawdown drawdown;
            if (dice <= 3 && !sent.isEmpty()) {
                int back = dice == 1 ? 1 : 1 + random.nextInt(Math.min(sent.size(), dice == 2 ? 200 : sent.size()));
                drawdown = sent.get(sent.size() - back);
            } else {
                int customer = random.nextInt(sequences.length);
                String workspace = "w" + (customer * PARTITIONS + partition);
                drawdown = Drawdowns.of(workspace, ++sequences[customer], random.nextInt(50), FIRST_MICROS + offset);
            }
            sent.add(drawdown);
            log.add(new Received(offset, drawdown));
        }
        return log;
    }

    /** Where each partition ends. */
    public long offsets() {
        return offsets;
    }

    public List<Entry> entries(int partition) {
        return partitions.get(partition);
    }

    /** Those at [from, to). */
    public List<Entry> entries(int partition, long from, long to) {
        return entries(partition).stream()
                .filter(entry -> entry.offset() >= from && entry.offset() < to)
                .toList();
    }
}
