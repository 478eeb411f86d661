package io.millrace.standalone.chaos.local;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.time.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes. One that ends without being told to is started again a second later, as a supervisor does; the gateway that is
 * done is not. Thread-safe.
 */
final class Fleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final long LOOK_MILLIS = 500;
    private static final Duration START_MAX = Duration.ofMinutes(2);

    private final Function<Role, ChildProcess.Start> blueprint;
    private final Path gatewayDone;
    private final Clock clock;
    private final Map<Role, ChildProcess> running = new EnumMap<>(Role.class);
    /** Those that should run. */
    private final Set<Role> wanted = EnumSet.noneOf(Role.class);

    private final List<String> unasked = new ArrayList<>();
    private boolean closed;
    private final Thread supervisor = new Thread(this::supervise, "chaos-supervisor");

    /** @param gatewayDone a file that the gateway makes before it ends */
    Fleet(Function<Role, ChildProcess.Start> blueprint, Path gatewayDone, Clock clock) {
        this.blueprint = blueprint;
        this.gatewayDone = gatewayDone;
        this.clock = clock;
        supervisor.setDaemon(true);
        supervisor.start();
    }

    /** Starts it unless it runs; nothing once this is closed. */
    synchronized void start(Role role) {
        if (closed) {
            return;
        }
        wanted.add(role);
        ChildProcess last = running.get(role);
        if (last == null || !last.isAlive()) {
            running.put(role, ChildProcess.start(blueprint.apply(role)));
        }
    }

    /** Waits until they are up; starting them is the caller's. */
    void awaitReady(List<Role> roles) throws InterruptedException {
        long deadline = clock.tickNanos() + START_MAX.toNanos();
        for (Role role : roles) {
            while (!isReady(role)) {
                if (clock.tickNanos() > deadline) {
                    throw new MillraceException(
                            ErrorKind.RESOURCE,
                            "COMPONENT",
                            role.component() + ": not up (expected: within " + START_MAX.toSeconds() + " s; its log is "
                                    + blueprint.apply(role).log() + ")");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS / 5);
            }
        }
    }

    void kill(Role role) throws InterruptedException {
        ChildProcess process = release(role);
        if (process != null) {
            process.kill();
        }
    }

    /** SIGTERM, and the end awaited; an error where it had to be killed, which it then is. */
    void terminate(Role role) throws InterruptedException {
        ChildProcess process = release(role);
        if (process != null && !process.terminate()) {
            throw failed(role, "killed", "it did not end within 40 s of SIGTERM");
        }
    }

    /** An error where it does not run, or cannot be held still. */
    synchronized void pause(Role role, long millis) {
        ChildProcess process = running.get(role);
        if (process == null || !process.isAlive()) {
            throw failed(role, "not paused", "it does not run");
        }
        process.pause(millis);
    }

    synchronized boolean isReady(Role role) {
        ChildProcess process = running.get(role);
        return isDone(role) || (process != null && process.isReady());
    }

    synchronized List<String> unaskedEnds() {
        return List.copyOf(unasked);
    }

    @Override
    public void close() {
        supervisor.interrupt();
        Map<Role, ChildProcess> left;
        synchronized (this) {
            closed = true;
            wanted.clear();
            left = Map.copyOf(running);
        }
        try {
            ChildProcess postgres = left.get(Role.POSTGRES);
            // What it has in memory it may write, for an audit later.
            if (postgres != null && postgres.isAlive()) {
                postgres.terminate();
            }
            for (ChildProcess process : left.values()) {
                process.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable ChildProcess release(Role role) {
        wanted.remove(role);
        return running.get(role);
    }

    private static MillraceException failed(Role role, String what, String why) {
        return new MillraceException(ErrorKind.RESOURCE, "COMPONENT", role.component() + ": " + what + ": " + why);
    }

    private synchronized void note(String line) {
        LOG.warn("{}", line);
        unasked.add(line);
    }

    private boolean isDone(Role role) {
        return role == Role.GATEWAY && Files.exists(gatewayDone);
    }

    private void supervise() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                restartEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void restartEnded() {
        for (Role role : List.copyOf(wanted)) {
            ChildProcess process = running.get(role);
            if (process != null && !process.isAlive() && !isDone(role)) {
                note(role.component() + " ended by itself and was started again");
                running.put(role, ChildProcess.start(blueprint.apply(role)));
            }
        }
    }
}
