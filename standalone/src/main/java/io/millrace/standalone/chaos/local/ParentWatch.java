package io.millrace.standalone.chaos.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Ends this process when the one that started it has ended. */
final class ParentWatch {
    private static final long CLOSE_MAX_SECONDS = 20;

    private ParentWatch() {}

    static void start() {
        daemon(ParentWatch::watch);
    }

    /** Makes the file that says that this process is up. */
    static void announce(String file) throws IOException {
        Files.writeString(Path.of(file), "up");
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; what counts is the end.
            }
        } catch (IOException e) {
            // Broken is ended, too.
        }
        daemon(ParentWatch::haltSoon);
        System.exit(0);
    }

    private static void haltSoon() {
        try {
            TimeUnit.SECONDS.sleep(CLOSE_MAX_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }
}
