package io.millrace.billing.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.millrace.billing.testing.LedgerLog;
import io.millrace.schemas.config.Secret;
import io.millrace.schemas.error.MillraceException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.JdbiException;

/**
 * A consumer of every partition of a {@link LedgerLog}, until it is killed or all is posted: batches of random size that may
 * start below the watermark. While the database is away it tries again.
 */
final class LedgerWorkerMain {
    static final UUID TOPIC = new UUID(3, 3);

    private static final int BATCH_MAX = 200;
    private static final int AGAIN_MILLIS = 100;

    private final LedgerStore store;
    private final LedgerLog log;
    private final RandomGenerator random = new java.util.Random();

    private LedgerWorkerMain(LedgerStore store, LedgerLog log) {
        this.store = store;
        this.log = log;
    }

    /** Arguments: JDBC URL, user, seed and length of the log. */
    public static void main(String[] arguments) throws InterruptedException {
        LedgerLog log = new LedgerLog(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        try (HikariDataSource dataSource = open(arguments[0], arguments[1])) {
            LedgerWorkerMain worker = new LedgerWorkerMain(new LedgerStore(dataSource), log);
            while (!worker.step()) {
                // more to post
            }
        }
    }

    /** The database may be away just now. */
    private static HikariDataSource open(String jdbcUrl, String user) throws InterruptedException {
        while (true) {
            try {
                return BillingDatabase.open(jdbcUrl, user, new Secret(""));
            } catch (HikariPool.PoolInitializationException | MillraceException away) {
                new CountDownLatch(1).await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Posts one batch of each partition; true when all is posted. */
    private boolean step() throws InterruptedException {
        boolean done = true;
        for (int partition = 0; partition < LedgerLog.PARTITIONS; partition++) {
            try {
                long next = store.nextOffset(TOPIC, partition);
                if (next < log.offsets()) {
                    post(partition, next);
                    done = false;
                }
            } catch (JdbiException | MillraceException e) {
                if (e instanceof MillraceException fault && !"DATABASE".equals(fault.code())) {
                    throw fault;
                }
                done = false;
                new CountDownLatch(1).await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return done;
    }

    private void post(int partition, long next) {
        long from = Math.max(0, next - random.nextInt(50));
        long to = Math.min(log.offsets(), next + 1 + random.nextInt(BATCH_MAX));
        store.post(new DrawdownBatch(TOPIC, partition, from, to, log.entries(partition, from, to)));
    }
}
