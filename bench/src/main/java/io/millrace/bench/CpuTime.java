package io.millrace.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The time that a thread worked, for figures that must not depend on what else the machine does. Stateless. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Nanoseconds that the calling thread worked since it began. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
