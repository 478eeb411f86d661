package io.millrace.standalone.chaos;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.time.Clock;
import io.millrace.standalone.chaos.load.GatewaySetup;
import io.millrace.standalone.chaos.plan.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the faults of a plan when they are due, each in a thread of its own; those of one component one after the other. */
final class FaultRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FaultRunner.class);
    private static final long MICROS_PER_MILLI = 1_000;

    private final Target target;
    private final Watcher watcher;
    private final ChaosListener listener;
    private final GatewaySetup setup;
    private final Clock clock;
    private final Map<String, Object> turns = new HashMap<>();
    private final Queue<String> notMade = new ConcurrentLinkedQueue<>();

    FaultRunner(Target target, Watcher watcher, ChaosListener listener, GatewaySetup setup, Clock clock) {
        this.target = target;
        this.watcher = watcher;
        this.listener = listener;
        this.setup = setup;
        this.clock = clock;
    }

    /** Returns when the last one is mended. */
    void run(List<Fault> plan) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Fault fault : plan) {
            sleepUntil(fault.atMillis());
            Object turn = turns.computeIfAbsent(fault.component(), component -> new Object());
            Thread thread = new Thread(() -> make(fault, turn), "fault-" + fault.number());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Faults of the plan that could not be made or mended, a line each. */
    List<String> notMade() {
        return List.copyOf(notMade);
    }

    private void make(Fault fault, Object turn) {
        synchronized (turn) {
            long began = nowMillis();
            try {
                listener.broken(fault, began);
                target.apply(fault);
                sleepUntil(Math.max(nowMillis(), began + fault.lastsMillis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Whatever it was, what it left broken must be mended; the report shows the rest.
                fail(fault, "made", e);
            }
            heal(fault);
            watcher.healed(fault, began);
        }
    }

    private void heal(Fault fault) {
        try {
            target.heal(fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The thread must go on, so that the report shows whether it recovers all the same.
            fail(fault, "mended", e);
        }
    }

    private void fail(Fault fault, String step, RuntimeException e) {
        LOG.error("{} was not {}", fault.label(), step, e);
        notMade.add(Expected.message(fault.label(), "not " + step + ", " + e.getMessage(), step));
    }

    private long nowMillis() {
        return (clock.nowMicros() - setup.startMicros()) / MICROS_PER_MILLI;
    }

    private void sleepUntil(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, millis - nowMillis()));
    }
}
