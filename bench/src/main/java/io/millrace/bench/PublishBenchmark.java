package io.millrace.bench;

import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.kafka.KafkaOptions;
import io.millrace.embedded.registry.EmbeddedRegistry;
import io.millrace.embedded.registry.RegistryOptions;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.workload.Workload;
import io.millrace.standalone.workload.WorkloadSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What publish costs its caller at 50,000 records/s, and how many records a second go through, each beside a bare
 * KafkaProducer that sends ready-made bytes of the same records with the same settings to the same broker, in turns.
 *
 * <p>One caller, paced by the clock (open loop). What is recorded is the time inside the call, not the time since the call
 * was due: it is the cost to a gateway's thread, and a late start of the pacing thread is the machine's.
 */
final class PublishBenchmark {
    private static final int REPETITIONS = 5;
    private static final int RECORDS = 20_000;
    private static final int PACED = 100_000;
    private static final long PACE_NANOS = 20_000;
    private static final int STORMED = 400_000;
    private static final int PARTITIONS = 2;
    private static final long SEED = 1;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SystemClock clock = new SystemClock();
    private final Topics topics = Topics.of(PARTITIONS);
    private final Workload workload = new Workload(WorkloadSettings.dayBefore(clock.nowMicros(), SEED, RECORDS, 1));
    private final List<Usage> usages = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    private enum Percentile {
        MEDIAN(0.5, "median", "<= 1,000 ns"),
        P99(0.99, "p99", "<= 10,000 ns");

        private final double fraction;
        private final String word;
        private final String target;

        Percentile(double fraction, String word, String target) {
            this.fraction = fraction;
            this.word = word;
            this.target = target;
        }
    }

    List<Measurement> measure() throws ExecutionException, InterruptedException {
        for (long call = 0; call < workload.calls(); call++) {
            usages.add(workload.call(call));
        }
        try (Closeables open = Closeables.closedAtExit()) {
            Path directory = open.add(DataDirectory.temporary()).root();
            EmbeddedKafka kafka = open.add(EmbeddedKafka.start(new KafkaOptions(directory.resolve("kafka"), 0)));
            createTopics(kafka.bootstrapServers());
            EmbeddedRegistry registry =
                    open.add(EmbeddedRegistry.start(new RegistryOptions(kafka.bootstrapServers(), 0)));
            ClientSettings settings = ClientSettings.defaults(kafka.bootstrapServers(), registry.url(), "bench");
            KafkaProducer<byte[], byte[]> bare = open.add(BareKafka.producer(kafka.bootstrapServers()));
            List<ProducerRecord<byte[], byte[]>> bytes = bytes(registry.url());
            latency("SPOOL", settings.spoolingTo(directory.resolve("paced")), bare, bytes);
            latency("DROP_OLDEST", settings, bare, bytes);
            throughput("SPOOL", settings.spoolingTo(directory.resolve("stormed")), bare, bytes);
            throughput("BLOCK", settings.blockingUpTo(LIMIT), bare, bytes);
        }
        return measurements;
    }

    private void latency(
            String policy,
            ClientSettings settings,
            KafkaProducer<byte[], byte[]> bare,
            List<ProducerRecord<byte[], byte[]>> bytes)
            throws InterruptedException {
        List<long[]> ours = new ArrayList<>();
        List<long[]> theirs = new ArrayList<>();
        try (UsageClient client = UsageClient.start(settings, topics, clock)) {
            for (int repetition = 0; repetition <= REPETITIONS; repetition++) {
                long[] published = paced(i -> workload.call(i % RECORDS), usage -> accept(client.publish(usage)));
                client.flush(LIMIT);
                long[] sent = paced(i -> copy(bytes.get(i % bytes.size())), bare::send);
                bare.flush();
                // The first is the warm-up.
                if (repetition > 0) {
                    ours.add(published);
                    theirs.add(sent);
                }
            }
        }
        for (Percentile percentile : Percentile.values()) {
            measurements.add(new Measurement(
                    "publish, " + policy + ", 50,000/s, " + percentile.word,
                    "ns",
                    values(ours, percentile),
                    "KafkaProducer.send of bytes",
                    values(theirs, percentile),
                    percentile.target));
        }
    }

    /** Nanoseconds of each call, sorted. What is handed over is made before, as a gateway does, so that it is in the caches. */
    private <T> long[] paced(IntFunction<T> made, Consumer<T> call) {
        long[] nanos = new long[PACED];
        long start = clock.tickNanos();
        for (int i = 0; i < PACED; i++) {
            long due = start + i * PACE_NANOS;
            T value = made.apply(i);
            while (clock.tickNanos() - due < 0) {
                Thread.onSpinWait();
            }
            long before = clock.tickNanos();
            call.accept(value);
            nanos[i] = clock.tickNanos() - before;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private void throughput(
            String policy,
            ClientSettings settings,
            KafkaProducer<byte[], byte[]> bare,
            List<ProducerRecord<byte[], byte[]>> bytes)
            throws InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (UsageClient client = UsageClient.start(settings, topics, clock)) {
            for (int repetition = 0; repetition <= REPETITIONS; repetition++) {
                long start = clock.tickNanos();
                for (int i = 0; i < STORMED; i++) {
                    accept(client.publish(usages.get(i % usages.size())));
                }
                client.flush(LIMIT);
                long between = clock.tickNanos();
                for (int i = 0; i < STORMED; i++) {
                    bare.send(bytes.get(i % bytes.size()));
                }
                bare.flush();
                if (repetition > 0) {
                    ours.add(perSecond(between - start));
                    theirs.add(perSecond(clock.tickNanos() - between));
                }
            }
        }
        measurements.add(new Measurement(
                "publish, " + policy + ", until acknowledged",
                "records/s",
                ours,
                "KafkaProducer.send of bytes",
                theirs,
                ">= 0.8x"));
    }

    private static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), record.key().clone(), record.value().clone());
    }

    private static double perSecond(long nanos) {
        return STORMED * 1e9 / nanos;
    }

    private static List<Double> values(List<long[]> repetitions, Percentile percentile) {
        return repetitions.stream()
                .map(sorted -> (double) sorted[(int) (sorted.length * percentile.fraction)])
                .toList();
    }

    private static void accept(PublishResult result) {
        if (result != PublishResult.ACCEPTED) {
            throw new IllegalStateException("publish: " + result + " (expected: ACCEPTED)");
        }
    }

    private List<ProducerRecord<byte[], byte[]>> bytes(String registryUrl) {
        Serializer<io.millrace.avro.UsageRecord> serializer =
                AvroSerdes.at(registryUrl).serializer(topics.usage());
        String topic = topics.usage().name();
        return usages.stream()
                .map(usage -> new ProducerRecord<>(
                        topic,
                        usage.workspaceId().getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(topic, UsageMapping.toAvro(usage))))
                .toList();
    }

    private void createTopics(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(topic.configuration()))
                            .toList())
                    .all()
                    .get();
        }
    }
}
