package io.millrace.standalone.undelivered;

import io.millrace.alerts.delivery.Answer;
import io.millrace.schemas.delivery.Undelivered;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tries messages that were given up, once each and one after the other. One that is taken is marked before the next is tried, so
 * that a retry that is broken off sends one message again at most. Of a destination that is away, no further message is tried.
 * Not thread-safe.
 */
public final class Retry {
    /** One try at the destination. */
    @FunctionalInterface
    public interface Attempt {
        Answer of(Undelivered message) throws InterruptedException;
    }

    private final Attempt attempt;
    private final Consumer<Kept> mark;

    /** @param mark returns once it is kept that the message was delivered */
    public Retry(Attempt attempt, Consumer<Kept> mark) {
        this.attempt = attempt;
        this.mark = mark;
    }

    /**
     * Returns how many were taken.
     *
     * @param told what came of each, in words
     */
    public int run(List<Kept> messages, BiConsumer<Kept, String> told) throws InterruptedException {
        Set<String> away = new HashSet<>();
        int taken = 0;
        for (Kept kept : messages) {
            String destination = kept.message().destination();
            if (away.contains(destination)) {
                told.accept(kept, "not tried: " + destination + " is away");
                continue;
            }
            Answer answer = attempt.of(kept.message());
            if (answer instanceof Answer.Taken) {
                mark.accept(kept);
                taken++;
            } else if (answer instanceof Answer.Later) {
                away.add(destination);
            }
            told.accept(kept, words(answer));
        }
        return taken;
    }

    private static String words(Answer answer) {
        if (answer instanceof Answer.Later later) {
            return "not taken: " + later.why();
        }
        return answer instanceof Answer.Refused refused ? "not taken: " + refused.why() : "taken";
    }
}
