package io.millrace.client.fault;

import io.millrace.embedded.FreePort;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A broker and a registry in this JVM that are taken away and brought back at the same addresses. Not thread-safe. */
final class FaultyCluster implements AutoCloseable {
    private final Path directory;
    private final int kafkaPort;
    private final int registryPort = FreePort.any();
    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedRegistry registry;

    private FaultyCluster(Path directory, EmbeddedKafka kafka) {
        this.directory = directory;
        this.kafka = kafka;
        String address = kafka.bootstrapServers();
        this.kafkaPort = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** A broker with Millrace's topics; no registry yet. */
    static FaultyCluster start(Path directory) throws ExecutionException, InterruptedException {
        FaultyCluster cluster =
                new FaultyCluster(directory, EmbeddedKafka.start(new KafkaOptions(directory, FreePort.any())));
        UsageTopic.createAll(cluster.bootstrapServers());
        return cluster;
    }

    String bootstrapServers() {
        return FreePort.HOST + ":" + kafkaPort;
    }

    String registryUrl() {
        return "http://" + FreePort.HOST + ":" + registryPort;
    }

    void startRegistry() {
        registry = EmbeddedRegistry.start(new RegistryOptions(bootstrapServers(), registryPort));
    }

    /** The broker must run. */
    void stopRegistry() {
        if (registry != null) {
            registry.close();
            registry = null;
        }
    }

    void stopKafka() {
        if (kafka != null) {
            kafka.close();
            kafka = null;
        }
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(new KafkaOptions(directory, kafkaPort));
    }

    /** How often each number is in the usage topic now. */
    Map<Long, Integer> numbers() {
        return UsageTopic.numbers(bootstrapServers(), registryUrl());
    }

    @Override
    public void close() {
        if (kafka != null) {
            stopRegistry();
        }
        stopKafka();
    }
}
