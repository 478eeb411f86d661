package io.millrace.schemas.service;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What the virtual machine says of itself, in the names that Prometheus' own clients use, and which build this is. Immutable.
 *
 * @param service its name
 */
record JvmMetrics(String service) implements MetricSource {
    private static final int MILLI_DIGITS = 3;
    private static final int NANO_DIGITS = 9;

    @Override
    public void write(PrometheusText page) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        page.metric("millrace_build_info", MetricType.GAUGE, "1; which build runs, and on which Java.")
                .sample(
                        "millrace_build_info",
                        Map.of("service", service, "version", version(), "java", runtime.getVmVersion()),
                        1);
        gauge(page, "process_start_time_seconds", "When the process started.", seconds(runtime.getStartTime()));
        gauge(page, "process_uptime_seconds", "How long the process runs.", seconds(runtime.getUptime()));
        writeCpu(page);
        writeMemory(page);
        writeCollections(page);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        gauge(page, "jvm_threads_current", "Threads.", String.valueOf(threads.getThreadCount()));
        gauge(page, "jvm_threads_daemon", "Daemon threads.", String.valueOf(threads.getDaemonThreadCount()));
    }

    private static String version() {
        return Optional.ofNullable(JvmMetrics.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    private static void writeCpu(PrometheusText page) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            page.metric("process_cpu_seconds_total", MetricType.COUNTER, "CPU time of the process.")
                    .sample("process_cpu_seconds_total", Map.of(), decimal(system.getProcessCpuTime(), NANO_DIGITS));
        }
    }

    private static void writeMemory(PrometheusText page) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        page.metric("jvm_memory_used_bytes", MetricType.GAUGE, "Memory used.")
                .sample("jvm_memory_used_bytes", Map.of("area", "heap"), heap.getUsed())
                .sample("jvm_memory_used_bytes", Map.of("area", "nonheap"), other.getUsed());
        page.metric("jvm_memory_max_bytes", MetricType.GAUGE, "Memory that may be used; -1 where it is not bounded.")
                .sample("jvm_memory_max_bytes", Map.of("area", "heap"), heap.getMax())
                .sample("jvm_memory_max_bytes", Map.of("area", "nonheap"), other.getMax());
    }

    private static void writeCollections(PrometheusText page) {
        page.metric("jvm_gc_collections_total", MetricType.COUNTER, "Garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            page.sample("jvm_gc_collections_total", Map.of("gc", collector.getName()), collector.getCollectionCount());
        }
        page.metric("jvm_gc_collection_seconds_total", MetricType.COUNTER, "Time spent in garbage collections.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            page.sample(
                    "jvm_gc_collection_seconds_total",
                    Map.of("gc", collector.getName()),
                    seconds(collector.getCollectionTime()));
        }
    }

    private static void gauge(PrometheusText page, String name, String help, String value) {
        page.metric(name, MetricType.GAUGE, help).sample(name, Map.of(), value);
    }

    private static String seconds(long millis) {
        return decimal(millis, MILLI_DIGITS);
    }

    private static String decimal(long unscaled, int digits) {
        return BigDecimal.valueOf(unscaled, digits).toPlainString();
    }
}
