package io.millrace.standalone.chaos.local;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** One component in a process of its own, until its input ends or it is told to. */
public final class ComponentMain {
    private ComponentMain() {}

    /** @param arguments component, file to make once it is up, then those of the component */
    public static void main(String[] arguments) {
        ParentWatch.start();
        try {
            Component.start(Role.of(arguments[0]), Arrays.asList(arguments).subList(2, arguments.length));
            ParentWatch.announce(arguments[1]);
            // A server may have no thread of its own that keeps a process.
            new CountDownLatch(1).await();
        } catch (Exception e) {
            // The edge of the process: whatever it was, threads that are left must not keep half of a component alive.
            LoggerFactory.getLogger(ComponentMain.class).error("not started", e);
            System.exit(1);
        }
    }
}
