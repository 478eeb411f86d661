package io.millrace.sinks.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The config.yaml of a small cluster on loopback, with free ports. */
final class ClusterConfiguration {
    /** Flink's start scripts work out the parts of the memory; processes started without them need each. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("jobmanager.rpc.address", "127.0.0.1"),
            Map.entry("jobmanager.bind-host", "127.0.0.1"),
            Map.entry("jobmanager.memory.process.size", "700m"),
            Map.entry("rest.address", "127.0.0.1"),
            Map.entry("rest.bind-address", "127.0.0.1"),
            Map.entry("taskmanager.host", "127.0.0.1"),
            Map.entry("taskmanager.bind-host", "127.0.0.1"),
            Map.entry("taskmanager.numberOfTaskSlots", "2"),
            Map.entry("taskmanager.cpu.cores", "2"),
            Map.entry("taskmanager.memory.task.heap.size", "256m"),
            Map.entry("taskmanager.memory.task.off-heap.size", "0m"),
            Map.entry("taskmanager.memory.managed.size", "8m"),
            Map.entry("taskmanager.memory.framework.heap.size", "64m"),
            Map.entry("taskmanager.memory.framework.off-heap.size", "64m"),
            Map.entry("taskmanager.memory.jvm-metaspace.size", "128m"),
            Map.entry("taskmanager.memory.jvm-overhead.min", "64m"),
            Map.entry("taskmanager.memory.jvm-overhead.max", "64m"),
            Map.entry("taskmanager.memory.network.min", "16m"),
            Map.entry("taskmanager.memory.network.max", "16m"),
            Map.entry("parallelism.default", "2"),
            Map.entry("heartbeat.interval", "500 ms"),
            Map.entry("heartbeat.timeout", "4 s"),
            Map.entry("execution.checkpointing.storage", "filesystem"));

    private ClusterConfiguration() {}

    static void write(Path directory, URI checkpoints, Map<String, String> more) throws IOException {
        Map<String, String> settings = new TreeMap<>(FIXED);
        settings.putAll(more);
        String rest = freePort();
        settings.put("rest.port", rest);
        settings.put("rest.bind-port", rest);
        settings.put("jobmanager.rpc.port", freePort());
        settings.put("execution.checkpointing.dir", checkpoints.toString());
        settings.put("io.tmp.dirs", directory.resolve("tmp").toString());
        settings.put("web.tmpdir", directory.resolve("tmp").toString());
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append(": \"").append(value).append("\"\n"));
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("config.yaml"), text);
    }

    static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
