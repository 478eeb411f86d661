package io.millrace.embedded.postgres;

import io.millrace.embedded.EmbeddedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A postmaster that outlived the JVM which started it (kill -9), found by the {@code postmaster.pid} of its data
 * directory. It is stopped before a new one starts, so that port and settings are always the current ones.
 */
final class OrphanPostmaster {
    private static final int FAST_STOP_SECONDS = 20;
    private static final int IMMEDIATE_STOP_SECONDS = 10;

    private OrphanPostmaster() {}

    /** Stops the postmaster of this data directory, if one runs. A process that merely inherited its pid is left alone. */
    static void stop(Path dataDirectory) {
        Optional<ProcessHandle> found = find(dataDirectory);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = found.get();
        // SIGINT is the fast shutdown: sessions are ended, the log is flushed. SIGQUIT leaves the rest to recovery.
        if (endedAfter("INT", postmaster, FAST_STOP_SECONDS)
                || endedAfter("QUIT", postmaster, IMMEDIATE_STOP_SECONDS)) {
            return;
        }
        throw new EmbeddedException("postgres process: " + postmaster.pid() + " (expected: to end within "
                + (FAST_STOP_SECONDS + IMMEDIATE_STOP_SECONDS) + " s)");
    }

    /** The running postmaster of this data directory. */
    static Optional<ProcessHandle> find(Path dataDirectory) {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.size() < 2 || !lines.get(1).equals(dataDirectory.toString())) {
                return Optional.empty();
            }
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(process -> isPostmasterOf(process, dataDirectory));
        } catch (IOException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** The command line is hidden on some systems; then the program's name has to do. */
    private static boolean isPostmasterOf(ProcessHandle process, Path dataDirectory) {
        ProcessHandle.Info info = process.info();
        boolean postgres =
                info.command().filter(command -> command.endsWith("postgres")).isPresent();
        boolean ours = info.arguments()
                .map(arguments -> List.of(arguments).contains(dataDirectory.toString()))
                .orElse(true);
        return process.isAlive() && postgres && ours;
    }

    private static boolean endedAfter(String signal, ProcessHandle process, int seconds) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (IOException | ExecutionException failed) {
            throw new EmbeddedException(
                    "postgres process: " + process.pid() + " (expected: one that can be stopped)", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(
                    "postgres process: " + process.pid() + " (expected: time to stop it)", interrupted);
        }
    }
}
