package io.millrace.standalone.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Things to close, last opened first; one that fails does not keep the others open. Thread-safe. */
public final class Closeables implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable Thread hook;
    private boolean closed;

    /** Closes itself when the process is asked to end (Ctrl-C, SIGTERM), so that no server outlives it. */
    public static Closeables closedAtExit() {
        Closeables closeables = new Closeables();
        Thread hook = new Thread(closeables::close, "close-at-exit");
        closeables.hook = hook;
        Runtime.getRuntime().addShutdownHook(hook);
        return closeables;
    }

    /** Takes charge of it; closes it at once when all else is closed already. */
    public <T extends AutoCloseable> T add(T closeable) {
        synchronized (this) {
            if (!closed) {
                open.push(closeable);
                return closeable;
            }
        }
        close(closeable);
        return closeable;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            close(open.pop());
        }
        forgetHook();
    }

    private void forgetHook() {
        Thread registered = hook;
        if (registered != null && registered != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(registered);
            } catch (IllegalStateException e) {
                log().debug("already ending", e);
            }
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // The edge of every lifecycle: whatever one close throws, the rest must still be closed.
            log().warn("{} did not close cleanly", closeable.getClass().getSimpleName(), e);
        }
    }

    /** Not a constant: this class is there before it is known where to log to. */
    private static Logger log() {
        return LoggerFactory.getLogger(Closeables.class);
    }
}
