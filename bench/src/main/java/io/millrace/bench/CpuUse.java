package io.millrace.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * CPU time of this process and its PostgreSQL, by stage. A thread belongs to the stage its name tells; what the process
 * used beyond its Java threads (compiler, collector) is the JVM's own. Immutable.
 */
final class CpuUse {

    /** Who used it. */
    enum Stage {
        GATEWAY("the simulated gateway and its client"),
        BROKER("the broker"),
        STREAMS("streams"),
        SINKS("sinks"),
        BILLING("billing"),
        OTHER_THREADS("other threads (Kafka clients' network among them)"),
        JVM("the JVM itself (compiler, collector)"),
        POSTGRESQL("PostgreSQL");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<Long, Long> nanosByThread;
    private final Map<Long, Stage> stageByThread;
    private final long processNanos;
    private final long postgresNanos;

    private CpuUse(
            Map<Long, Long> nanosByThread, Map<Long, Stage> stageByThread, long processNanos, long postgresNanos) {
        this.nanosByThread = nanosByThread;
        this.stageByThread = stageByThread;
        this.processNanos = processNanos;
        this.postgresNanos = postgresNanos;
    }

    /** A reading of this process, and of the PostgreSQL below the data directory. */
    static CpuUse now(Path data) {
        Map<Long, Long> nanos = new HashMap<>();
        Map<Long, Stage> stages = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null) {
                nanos.put(thread.getThreadId(), Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId())));
                stages.put(thread.getThreadId(), stageOf(thread.getThreadName()));
            }
        }
        return new CpuUse(nanos, stages, cpu(ProcessHandle.current()), postgres(data));
    }

    /** Nanoseconds used since an earlier reading, by stage. */
    Map<Stage, Long> since(CpuUse earlier) {
        Map<Stage, Long> used = new EnumMap<>(Stage.class);
        long threads = 0;
        for (Map.Entry<Long, Long> entry : nanosByThread.entrySet()) {
            long nanos = entry.getValue() - earlier.nanosByThread.getOrDefault(entry.getKey(), 0L);
            used.merge(stageByThread.getOrDefault(entry.getKey(), Stage.OTHER_THREADS), nanos, Long::sum);
            threads += nanos;
        }
        used.put(Stage.JVM, Math.max(0, processNanos - earlier.processNanos - threads));
        used.put(Stage.POSTGRESQL, postgresNanos - earlier.postgresNanos);
        return used;
    }

    static Stage stageOf(String thread) {
        String name = thread.toLowerCase(Locale.ROOT);
        if (name.contains("streamthread") || name.contains("millrace-streams")) {
            return Stage.STREAMS;
        }
        if (name.contains("flink") || name.contains("source:") || name.contains("pekko") || name.contains("rated")) {
            return Stage.SINKS;
        }
        if (name.contains("billing") || name.contains("hikari")) {
            return Stage.BILLING;
        }
        if (name.contains("gateway") || name.contains("millrace-publish") || name.equals("main")) {
            return Stage.GATEWAY;
        }
        boolean broker = name.contains("data-plane")
                || name.contains("raft")
                || name.contains("controller")
                || name.contains("broker")
                || name.contains("log-cleaner")
                || name.contains("group-coordinator")
                || name.contains("transaction-");
        return broker ? Stage.BROKER : Stage.OTHER_THREADS;
    }

    /** PostgreSQL's first process is no child of ours: it is known by the directory in its command line. */
    private static long postgres(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(data + "/postgres"))
                .mapToLong(first ->
                        cpu(first) + first.descendants().mapToLong(CpuUse::cpu).sum())
                .sum();
    }

    private static long cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
}
