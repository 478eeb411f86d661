package io.millrace.schemas.service;

import io.millrace.schemas.error.ErrorKind;
import io.millrace.schemas.error.MillraceException;
import io.millrace.schemas.service.Service.Begin;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a service: started, watched, drained. Exit codes: 0 when it was told to end and has drained, 1 when it could not
 * start or had to end by itself, 2 when it was told to end and left something unfinished.
 */
final class ServiceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int UNFINISHED = 2;
    private static final int LOOK_SECONDS = 1;
    /** Looks in a row that find a service dead before its process ends: a monitor shall see it first. */
    private static final int DEAD_LOOKS = 10;

    private final String name;
    private final Running running;
    private final Drain drain;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean dead;

    private ServiceProcess(String name, Running running, ServiceSettings settings) {
        this.name = name;
        this.running = running;
        this.drain = new Drain(name, running.drain(), settings.drainTimeout());
    }

    static <S> void run(String name, Begin<S> begin, Service.Starter<S> starter) {
        if (begin instanceof Begin.Configured<S> configured) {
            start(name, configured, starter);
        } else if (begin instanceof Begin.Said<S> said) {
            System.out.print(said.text());
            System.out.flush();
            if (!said.problems().isEmpty()) {
                System.err.println(said.problems());
            }
            System.exit(said.problems().isEmpty() ? DONE : FAILED);
        }
    }

    private static <S> void start(String name, Begin.Configured<S> configured, Service.Starter<S> starter) {
        try {
            Running running = starter.start(configured.settings(), configured.service());
            new ServiceProcess(name, running, configured.service()).watch();
        } catch (Throwable e) {
            // The edge of the process: whatever it was, an Error too, there is no service.
            boolean users = (e instanceof MillraceException fault && fault.kind() == ErrorKind.USER)
                    || e instanceof IllegalArgumentException;
            System.err.println(name + ": not started: " + e.getMessage());
            if (!users) {
                LOG.error("{}: not started", name, e);
            }
            System.exit(FAILED);
        }
    }

    private void watch() {
        // The hook last: where the thread cannot be had, the process ends as one that did not start.
        new Thread(this::look, "millrace-" + name + "-watch").start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "millrace-" + name + "-drain"));
        LOG.info("{}: started", name);
    }

    /** Ends a process whose service only a restart helps, so that whoever runs it starts it again. */
    private void look() {
        int looks = 0;
        while (looks < DEAD_LOOKS) {
            try {
                if (ending.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            looks = isLive() ? 0 : looks + 1;
        }
        dead = true;
        LOG.error("{}: not live for {} s (expected: live); ending, to be started again", name, DEAD_LOOKS);
        System.exit(FAILED);
    }

    private boolean isLive() {
        try {
            return running.isLive();
        } catch (Throwable e) {
            // The watch must not end by it: who cannot say that it is live is not.
            LOG.error("{}: liveness unknown (expected: an answer)", name, e);
            return false;
        }
    }

    private void end() {
        ending.countDown();
        boolean drained = drain.run();
        // Not left to the JVM: a thread or a hook that hangs would hold the process beyond the bound.
        Runtime.getRuntime().halt(dead ? FAILED : drained ? DONE : UNFINISHED);
    }
}
