package io.millrace.bench;

import io.millrace.avro.UsageRecord;
import io.millrace.bench.CpuUse.Stage;
import io.millrace.schemas.mapping.UsageMapping;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Micros;
import io.millrace.schemas.time.SystemClock;
import io.millrace.schemas.topic.Topic;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.bench.Benchmark;
import io.millrace.standalone.bench.Measurement;
import io.millrace.standalone.demo.Demo;
import io.millrace.standalone.demo.RunSettings;
import io.millrace.standalone.demo.Speed;
import io.millrace.standalone.stack.Catalogue;
import io.millrace.standalone.stack.Closeables;
import io.millrace.standalone.stack.DataDirectory;
import io.millrace.standalone.stack.Endpoints;
import io.millrace.standalone.stack.Ports;
import io.millrace.standalone.view.Outcome;
import io.millrace.standalone.workload.Workload;
import io.millrace.standalone.workload.WorkloadSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Events per second through everything, the CPU each stage takes for one and the bytes each store keeps of it, beside the rate at
 * which the same broker takes in and gives out the same bytes; then how soon a call is seen at 5,000 a second. Each repetition
 * starts on empty data in the same JVM, so the first is the coldest.
 */
public final class PipelineBenchmark implements Benchmark {
    private static final int REPETITIONS = 3;
    private static final long RECORDS = 400_000;
    /** About as dense as they are played, so that calls share minutes as they do in life. */
    private static final long SPAN_SECONDS = 60;

    private static final long SEED = 1;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final String BARE_TOPIC = "bare";

    private final SystemClock clock = new SystemClock();
    private final List<Double> eventsPerSecond = new ArrayList<>();
    private final List<Double> bareMessagesPerSecond = new ArrayList<>();
    private final Map<Stage, List<Double>> microsByStage = new EnumMap<>(Stage.class);
    private final Map<String, List<Double>> bytesByStore = new TreeMap<>();

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public List<Measurement> run() throws ExecutionException, InterruptedException {
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            repeat();
        }
        List<Measurement> measurements = new ArrayList<>();
        measurements.add(new Measurement(
                "events through every stage",
                "events/s",
                eventsPerSecond,
                "bare Kafka, produce then consume",
                bareMessagesPerSecond,
                ">= 40,000 on 2 cores"));
        measurements.add(new Measurement(
                "the same of each core",
                "events/s",
                ofEachCore(eventsPerSecond),
                "bare Kafka, produce then consume",
                ofEachCore(bareMessagesPerSecond),
                null));
        microsByStage.forEach(
                (stage, values) -> measurements.add(Measurement.alone("CPU of " + stage.words(), "us/event", values)));
        bytesByStore.forEach((store, values) -> measurements.add(Measurement.alone(store, "bytes/event", values)));
        measurements.addAll(new PipelineLatency(clock).measure());
        return measurements;
    }

    private static List<Double> ofEachCore(List<Double> rates) {
        int cores = Runtime.getRuntime().availableProcessors();
        return rates.stream().map(rate -> rate / cores).toList();
    }

    private void repeat() throws ExecutionException, InterruptedException {
        RunSettings settings = new RunSettings(RECORDS, SEED, null, null, SPAN_SECONDS);
        try (Closeables open = Closeables.closedAtExit()) {
            DataDirectory data = open.add(DataDirectory.temporary());
            CpuView view = new CpuView(data.root());
            Demo demo = Demo.start(open, Demo.Options.of(settings, Speed.MAX, Ports.FREE, null), data, clock, view);
            Outcome outcome = demo.run();
            if (!outcome.audit().holds()) {
                throw new IllegalStateException("audit: a sum differs (expected: a run worth measuring)");
            }
            eventsPerSecond.add((double) outcome.recordsPerSecond());
            for (Stage stage : Stage.values()) {
                double micros = view.nanos(stage) / NANOS_PER_MICRO / outcome.played();
                microsByStage.computeIfAbsent(stage, s -> new ArrayList<>()).add(micros);
            }
            new PipelineBytes(demo.endpoints())
                    .of(outcome.played())
                    .forEach((store, bytes) -> bytesByStore
                            .computeIfAbsent(store, each -> new ArrayList<>())
                            .add(bytes));
            bareMessagesPerSecond.add(new BareKafka(demo.endpoints().kafka(), clock)
                    .messagesPerSecond(messages(demo.endpoints()), BARE_TOPIC));
        }
    }

    private List<ProducerRecord<byte[], byte[]>> messages(Endpoints endpoints) {
        Topic<UsageRecord> topic = Catalogue.topics().usage();
        Serializer<UsageRecord> serializer = AvroSerdes.at(endpoints.registry()).serializer(topic);
        Workload workload = new Workload(
                WorkloadSettings.before(clock.nowMicros(), SPAN_SECONDS * Micros.PER_SECOND, SEED, RECORDS, 1));
        List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
        for (long call = 0; call < workload.calls(); call++) {
            Usage usage = workload.call(call);
            messages.add(new ProducerRecord<>(
                    BARE_TOPIC,
                    usage.workspaceId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(topic.name(), UsageMapping.toAvro(usage))));
        }
        return messages;
    }
}
