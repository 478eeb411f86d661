package io.millrace.standalone.chaos;

import io.millrace.schemas.error.MillraceException;
import io.millrace.standalone.chaos.plan.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the pipeline again and again, and tells of each fault that is over. Thread-safe. */
final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final long PAUSE_MILLIS = 300;

    private final Observer observer;
    private final Target target;
    private final Consumer<FaultOutcome> listener;
    private final List<Recovery> pending = new CopyOnWriteArrayList<>();
    private final List<FaultOutcome> over = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "chaos-watcher");

    Watcher(Observer observer, Target target, Consumer<FaultOutcome> listener) {
        this.observer = observer;
        this.target = target;
        this.listener = listener;
        thread.setDaemon(true);
        thread.start();
    }

    /** A fault was mended just now. */
    void healed(Fault fault, long beganMillis) {
        pending.add(new Recovery(fault, beganMillis, observer.nowMillis()));
    }

    /** Whether something is broken still, or not yet caught up with. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    /** Every fault that was mended, in the order of the plan. */
    List<FaultOutcome> outcomes() {
        List<FaultOutcome> all = new ArrayList<>(over);
        pending.stream().filter(recovery -> !recovery.isOver()).forEach(recovery -> all.add(recovery.outcome()));
        all.sort(Comparator.comparing(outcome -> outcome.fault().number()));
        return all;
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (!pending.isEmpty()) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        for (Recovery recovery : pending) {
            recovery.up(target.isHealthy(recovery.component()), observer.nowMillis());
        }
        try {
            Look look = observer.look();
            for (Recovery recovery : pending) {
                recovery.observe(look, target.isHealthy(recovery.component()), observer.nowMillis());
                if (recovery.isOver()) {
                    over.add(recovery.outcome());
                    listener.accept(recovery.outcome());
                }
            }
            pending.removeIf(Recovery::isOver);
        } catch (ExecutionException | KafkaException | MillraceException e) {
            // A server is broken; that is what this is for.
            LOG.debug("no look", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        observer.close();
    }
}
