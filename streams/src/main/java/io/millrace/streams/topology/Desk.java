package io.millrace.streams.topology;

import io.millrace.streams.metering.Meter;
import io.millrace.streams.metering.PendingDrawdown;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where questions about the state of one partition wait for the thread that owns it. Whoever asks is any thread; the
 * answer is made between two records, so that it is of one moment and the metering needs no locks.
 */
final class Desk {
    /** What questions are asked of; only while they are answered. */
    record Books(Meter meter, Function<String, @Nullable PendingDrawdown> drawdowns) {}

    private record Question<T extends @Nullable Object>(Function<Books, T> ask, CompletableFuture<T> answer) {
        void answerFrom(Books books) {
            try {
                answer.complete(ask.apply(books));
            } catch (RuntimeException e) {
                // A question that fails must not end the metering.
                answer.completeExceptionally(e);
            }
        }
    }

    private final Queue<Question<?>> questions = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Meter meter;
    private volatile Function<String, @Nullable PendingDrawdown> drawdowns = workspaceId -> null;

    /** Completed by the thread that owns the partition; fails at once where no thread of this process does. */
    <T extends @Nullable Object> CompletableFuture<T> ask(Function<Books, T> ask) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        questions.add(new Question<>(ask, answer));
        if (meter == null) {
            refuseAll();
        }
        return answer;
    }

    void open(Meter opened) {
        meter = opened;
    }

    void open(Function<String, @Nullable PendingDrawdown> opened) {
        drawdowns = opened;
    }

    /** To be called by the thread of the meter; does nothing when another one has taken the desk over. */
    void answer(Meter asked) {
        if (asked == meter) {
            Books books = new Books(asked, drawdowns);
            for (Question<?> next = questions.poll(); next != null; next = questions.poll()) {
                next.answerFrom(books);
            }
        }
    }

    /** The meter goes; does nothing when another one has taken the desk over. */
    void close(@Nullable Meter closed) {
        if (closed == meter) {
            meter = null;
            refuseAll();
        }
    }

    private void refuseAll() {
        for (Question<?> next = questions.poll(); next != null; next = questions.poll()) {
            next.answer().completeExceptionally(new NotOwnedException());
        }
    }
}
