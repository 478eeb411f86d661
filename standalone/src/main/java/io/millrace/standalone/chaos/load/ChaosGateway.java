package io.millrace.standalone.chaos.load;

import io.millrace.client.Call;
import io.millrace.client.ClientSettings;
import io.millrace.client.UsageClient;
import io.millrace.client.publish.PublishResult;
import io.millrace.client.publish.PublishSettings;
import io.millrace.client.spool.FsyncPolicy;
import io.millrace.client.spool.SpoolSettings;
import io.millrace.schemas.budget.Verdict;
import io.millrace.schemas.serde.AvroSerdes;
import io.millrace.schemas.time.Clock;
import io.millrace.schemas.topic.Topics;
import io.millrace.schemas.usage.Usage;
import io.millrace.standalone.demo.MalformedBytes;
import io.millrace.standalone.workload.Emission;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway with a spool. It goes on where its answers end, so that what it published and did not answer for is published again.
 * A call is acknowledged once the client has accepted it; one that the client has no room for is offered again. Not thread-safe.
 */
final class ChaosGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosGateway.class);
    private static final int SEGMENT_BYTES = 64 * 1024;
    private static final long SPOOL_BYTES = 1024L * 1024 * 1024;
    private static final long RETRY_MILLIS = 50;
    private static final int BLOCK_MAX_MILLIS = 5_000;
    private static final Duration FLUSH_STEP = Duration.ofSeconds(10);

    private final GatewaySetup setup;
    private final ChaosLoad load;
    private final Clock clock;
    private final String topic;
    private final UsageClient client;
    private final KafkaProducer<byte[], byte[]> broken;
    private final MalformedBytes malformed;
    /** Calls that the verdict did not let through: they are not corrected either. */
    private final Set<UUID> refused = new HashSet<>();

    ChaosGateway(GatewaySetup setup, Topics topics, Clock clock) {
        this.setup = setup;
        this.load = setup.load();
        this.clock = clock;
        this.topic = topics.usage().name();
        this.client = UsageClient.start(settings(setup), topics, clock);
        this.broken = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        setup.kafka(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MAX_MILLIS,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.malformed = new MalformedBytes(AvroSerdes.at(setup.registry()).serializer(topics.usage()), topic);
    }

    private static ClientSettings settings(GatewaySetup setup) {
        SpoolSettings spool = new SpoolSettings(
                setup.spool(), SEGMENT_BYTES, SPOOL_BYTES, FsyncPolicy.NONE, SpoolSettings.FSYNC_INTERVAL_DEFAULT);
        return ClientSettings.defaults(setup.kafka(), setup.registry(), GatewaySetup.COMPONENT)
                .publishing(PublishSettings.defaults().spoolingTo(spool));
    }

    /** Publishes what is left of the load at its own pace, and returns when Kafka has all of it. */
    void run() throws InterruptedException, IOException {
        try (Acknowledged answers = Acknowledged.open(setup.acknowledged())) {
            long next = Acknowledged.answers(setup.acknowledged());
            rememberRefused(next);
            LOG.info("from emission {} of {}", next, load.emissions());
            for (Iterator<ChaosLoad.Due> due = load.from(next); due.hasNext(); ) {
                ChaosLoad.Due emission = due.next();
                await(emission.micros());
                answers.answer(handle(emission.emission()));
            }
        }
        broken.flush();
        while (!client.flush(FLUSH_STEP)) {
            LOG.info("waiting for Kafka: {}", client.counters());
        }
        Files.writeString(setup.done(), client.counters().toString());
    }

    private void rememberRefused(long answers) {
        BitSet taken = Acknowledged.taken(setup.acknowledged());
        Iterator<ChaosLoad.Due> before = load.from(0);
        for (int index = 0; index < answers; index++) {
            Emission emission = before.next().emission();
            if (!taken.get(index) && emission instanceof Emission.Call) {
                refused.add(emission.usage().eventId());
            }
        }
    }

    private void await(long micros) throws InterruptedException {
        long early = micros - clock.nowMicros();
        if (early > 0) {
            TimeUnit.MICROSECONDS.sleep(early);
        }
    }

    /** Returns whether it was taken. */
    private boolean handle(Emission emission) throws InterruptedException {
        Usage usage = emission.usage();
        if (emission instanceof Emission.Malformed bad) {
            sendMalformed(bad);
            return true;
        }
        boolean correctsNothing = usage.corrects() != null && refused.contains(usage.corrects());
        if (correctsNothing || isBlocked(emission)) {
            refused.add(usage.eventId());
            return false;
        }
        for (PublishResult result = client.publish(usage); result != PublishResult.ACCEPTED; ) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            result = client.publish(usage);
        }
        return true;
    }

    /** A correction or a repeat is of a call that was made. */
    private boolean isBlocked(Emission emission) {
        return emission instanceof Emission.Call
                && client.verdict(Call.like(emission.usage())).verdict() == Verdict.BLOCK;
    }

    /** One that Kafka does not take is lost: nobody acknowledged it. */
    private void sendMalformed(Emission.Malformed bad) {
        try {
            byte[] key = bad.usage().workspaceId().getBytes(StandardCharsets.UTF_8);
            broken.send(new ProducerRecord<>(topic, key, malformed.of(bad.kind(), bad.usage())));
        } catch (KafkaException e) {
            LOG.info("malformed record not sent: {}", e.toString());
        }
    }

    @Override
    public void close() {
        broken.close(Duration.ZERO);
        client.close();
    }
}
