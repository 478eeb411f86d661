package io.millrace.schemas.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way out of a service, within a bound. Used once. */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final String name;
    private final Duration bound;
    /** Steps that have not ended. */
    private final ConcurrentLinkedDeque<Running.Step> left;

    Drain(String name, List<Running.Step> steps, Duration bound) {
        this.name = name;
        this.bound = bound;
        this.left = new ConcurrentLinkedDeque<>(steps);
    }

    /** Returns whether every step ended within the bound; says in the log which did not. */
    boolean run() {
        LOG.info("{}: draining, within {} ms", name, bound.toMillis());
        CompletableFuture<Void> steps = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    walk();
                    steps.complete(null);
                },
                "millrace-" + name + "-draining");
        worker.setDaemon(true);
        worker.start();
        try {
            steps.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("{}: drained", name);
            return true;
        } catch (TimeoutException e) {
            LOG.error("{}: drain {} unfinished (expected: done within {} ms)", name, unfinished(), bound.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return false;
    }

    private void walk() {
        for (Running.Step step = left.peek(); step != null; step = left.peek()) {
            try {
                step.work().run();
            } catch (Throwable e) {
                // The steps behind it are to be done all the same, after an Error too.
                LOG.warn("{}: drain {} failed (expected: done)", name, step.name(), e);
            }
            left.remove();
        }
    }

    /** Names of what is not done, the one at hand first. */
    List<String> unfinished() {
        return new ArrayList<>(left).stream().map(Running.Step::name).toList();
    }
}
