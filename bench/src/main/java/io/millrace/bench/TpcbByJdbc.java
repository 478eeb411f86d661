package io.millrace.bench;

import io.millrace.schemas.time.SystemClock;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** pgbench's tables and its tpcb-like transaction, for machines without pgbench. */
final class TpcbByJdbc {
    private static final int ACCOUNTS = 100_000 * TpcbBaseline.SCALE;
    private static final int TELLERS = 10 * TpcbBaseline.SCALE;
    private static final int DELTA_MAX = 5_000;
    private static final List<String> TABLES = List.of(
            "CREATE TABLE pgbench_branches (bid int PRIMARY KEY, bbalance int, filler char(88)) WITH (fillfactor = 100)",
            "CREATE TABLE pgbench_tellers (tid int PRIMARY KEY, bid int, tbalance int, filler char(84))",
            "CREATE TABLE pgbench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84))",
            "CREATE TABLE pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))",
            "INSERT INTO pgbench_branches SELECT n, 0, '' FROM generate_series(1, " + TpcbBaseline.SCALE + ") n",
            "INSERT INTO pgbench_tellers SELECT n, (n - 1) / 10 + 1, 0, '' FROM generate_series(1, " + TELLERS + ") n",
            "INSERT INTO pgbench_accounts SELECT n, (n - 1) / 100000 + 1, 0, '' FROM generate_series(1, " + ACCOUNTS
                    + ") n",
            "VACUUM ANALYZE");

    private final SystemClock clock = new SystemClock();
    private final String jdbcUrl;
    private final String user;

    TpcbByJdbc(String jdbcUrl, String user) {
        this.jdbcUrl = jdbcUrl + "?prepareThreshold=1";
        this.user = user;
    }

    void fill() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : TABLES) {
                statement.execute(sql);
            }
        }
    }

    double perSecond(int seconds) {
        AtomicLong done = new AtomicLong();
        long start = clock.tickNanos();
        ExecutorService threads = Executors.newFixedThreadPool(TpcbBaseline.CLIENTS);
        try {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int client = 0; client < TpcbBaseline.CLIENTS; client++) {
                SplittableRandom random = new SplittableRandom(client);
                clients.add(CompletableFuture.runAsync(() -> run(random, start, seconds, done), threads));
            }
            clients.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        return done.get() / ((clock.tickNanos() - start) / 1e9);
    }

    private void run(SplittableRandom random, long start, int seconds, AtomicLong done) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            while ((clock.tickNanos() - start) / 1e9 < seconds) {
                transaction(connection, random);
                connection.commit();
                done.incrementAndGet();
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private static void transaction(Connection connection, SplittableRandom random) throws SQLException {
        int aid = 1 + random.nextInt(ACCOUNTS);
        int bid = 1 + random.nextInt(TpcbBaseline.SCALE);
        int tid = 1 + random.nextInt(TELLERS);
        int delta = random.nextInt(2 * DELTA_MAX + 1) - DELTA_MAX;
        execute(connection, "UPDATE pgbench_accounts SET abalance = abalance + ? WHERE aid = ?", delta, aid);
        execute(connection, "SELECT abalance FROM pgbench_accounts WHERE aid = ?", aid);
        execute(connection, "UPDATE pgbench_tellers SET tbalance = tbalance + ? WHERE tid = ?", delta, tid);
        execute(connection, "UPDATE pgbench_branches SET bbalance = bbalance + ? WHERE bid = ?", delta, bid);
        execute(
                connection,
                "INSERT INTO pgbench_history (tid, bid, aid, delta, mtime) VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)",
                tid,
                bid,
                aid,
                delta);
    }

    private static void execute(Connection connection, String sql, int... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl, user, "");
    }
}
