package io.millrace.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Transactions a second of pgbench's tpcb-like on the same server, 16 clients, prepared, scale 20: by pgbench itself where
 * this machine has one, else by the same statements over JDBC.
 */
final class TpcbBaseline {
    static final int CLIENTS = 16;
    static final int SCALE = 20;

    private static final String DATABASE = "tpcb";
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final LedgerStage stage;
    private final Optional<Path> pgbench = find();
    private final String words;
    private final TpcbByJdbc byJdbc;

    TpcbBaseline(LedgerStage stage) throws SQLException, IOException, InterruptedException {
        this.stage = stage;
        stage.execute("CREATE DATABASE " + DATABASE);
        byJdbc = new TpcbByJdbc(stage.jdbcUrl(DATABASE), stage.user());
        if (pgbench.isPresent()) {
            words = "pgbench tpcb-like";
            pgbench(List.of("-i", "-q", "-s", Integer.toString(SCALE)));
        } else {
            words = "tpcb-like over JDBC";
            byJdbc.fill();
        }
    }

    /** What it is called in the table. */
    String words() {
        return words;
    }

    double perSecond(int seconds) throws SQLException, IOException, InterruptedException {
        stage.settle();
        if (pgbench.isEmpty()) {
            return byJdbc.perSecond(seconds);
        }
        String printed = pgbench(List.of(
                "-n", "-M", "prepared", "-c", Integer.toString(CLIENTS), "-j", "2", "-T", Integer.toString(seconds)));
        Matcher rate = RATE.matcher(printed);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench: " + printed + " (expected: a line with tps)");
        }
        return Double.parseDouble(rate.group(1));
    }

    private String pgbench(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(pgbench.orElseThrow().toString()));
        command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(stage.port()), "-U", stage.user()));
        command.addAll(arguments);
        command.add(DATABASE);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench: " + printed + " (expected: exit code 0)");
        }
        return printed;
    }

    private static Optional<Path> find() {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "" : path).split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
