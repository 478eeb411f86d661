package io.millrace.standalone.command;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** What the process shares with the person at the terminal. */
final class Terminal {
    private Terminal() {}

    /** Sends the log of this process to a file; has an effect only before the first line is logged. */
    static void logTo(Path file) {
        System.setProperty("millrace.log", file.toString());
    }

    /** True when the output is a terminal that can be redrawn; the launcher looks, since Java cannot on every version. */
    static boolean interactive() {
        return Boolean.getBoolean("millrace.terminal");
    }

    /** Waits for Ctrl-C or SIGTERM, which close what is open and end the process. */
    static void awaitEnd() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
